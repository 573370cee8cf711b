import type { NodeRole, SwarmRole } from './model.ts'

/** A mark for a role in one of several swarms, where it sits on the rim. */
export interface SeatedRole {
  readonly letter: string
  readonly role: NodeRole
  /** In radians. */
  readonly angle: number
}

/** On the left, where neither badges nor the words under a peer stand, and from there down. */
const firstAngle = Math.PI
const apart = 0.46
const mostSeats = 4

/** The angle in radians that a mark covers to each side: ports keep clear of it. */
export const swarmRoleHalf = 0.23

/** The marks of a peer's roles; where there are too many of them, the last one says how many more. */
export function seatedRoles(roles: readonly SwarmRole[]): SeatedRole[] {
  const hasAll = roles.length <= mostSeats
  const shown: { letter: string; role: NodeRole }[] = roles.slice(0, hasAll ? mostSeats : mostSeats - 1)
  if (!hasAll) shown.push({ letter: `+${roles.length - shown.length}`, role: 'none' })
  return shown.map((mark, index) => ({ ...mark, angle: firstAngle - apart * index }))
}
