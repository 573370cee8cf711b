import type { Member, RemoteIdentity } from './events.ts'

/** What a member counts of itself, and its role. */
type Progress = Omit<Member, keyof RemoteIdentity>

/** Whether two lines of a list say the same of who a member is. */
export function isSameIdentity(a: RemoteIdentity, b: RemoteIdentity): boolean {
  const isSamePlace = a.server === b.server && a.lab === b.lab
  return isSamePlace && a.name === b.name && a.agent === b.agent && a.uuid === b.uuid
}

/** Whether they say the same of how far it is. */
export function isSameProgress(a: Progress, b: Progress): boolean {
  const isSamePart = a.role === b.role && a.haveCount === b.haveCount
  return isSamePart && a.uploadedBytes === b.uploadedBytes && a.downloadedBytes === b.downloadedBytes
}

/** Whether two lines of a list about one peer say the same. */
export function isSameMember(a: Member, b: Member): boolean {
  return a === b || (isSameProgress(a, b) && isSameIdentity(a, b))
}
