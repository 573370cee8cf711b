import type { Role } from '../../../src-shared/swarm/events.ts'

/** What each role means; the shapes and colours are those of the graph. */
export const roleSentence: Readonly<Record<Role, string>> = {
  seeder: 'Seeder: it has every piece.',
  peer: 'Peer: it has some of the pieces.',
  leecher: 'Leecher: it has no piece yet.',
}

const shapes: Readonly<Record<Role, string>> = {
  seeder:
    'M2.2 1h7.6A1.2 1.2 0 0 1 11 2.2v7.600A1.2 1.2 0 0 1 9.800 11H2.200A1.2 1.2 0 0 1 1 9.800V2.200A1.2 1.2 0 0 1 2.200 1z',
  peer: 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1z',
  leecher: 'M6 .5L11.500 6L6 11.500L.5 6z',
}

/** A role as shape, colour and word. */
export function RoleMark({ role }: { role: Role }) {
  return (
    <span className={`role ${role}`} title={roleSentence[role]}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d={shapes[role]} />
      </svg>
      {role}
    </span>
  )
}
