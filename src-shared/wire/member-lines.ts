// The members of a tracker's list on the wire: a dictionary for each, and, where only its numbers moved, 40 bytes.

import type { Bencodable, Bencoded } from '../metainfo/bencode.ts'
import { type BencodedDictionary, bytesField, integerField, textField } from '../metainfo/bencode-field.ts'
import { maxPieceCount } from '../metainfo/piece-geometry.ts'
import { parseAddress } from '../swarm/address.ts'
import type { Member, Role } from '../swarm/events.ts'
import { fromHex, toHex } from '../swarm/hex.ts'
import type { Address, PeerId } from '../swarm/ids.ts'
import { uuidField } from './extended.ts'

/** The most members that a list has, and that a message tells of. */
export const maxWireMembers = 500

/** How far a peer is, as it says itself. */
export type Progress = Pick<Member, 'role' | 'haveCount' | 'uploadedBytes' | 'downloadedBytes'>

/** How far a member is, by numbers alone: its role follows from how many pieces it has. */
export type Totals = Omit<Progress, 'role'> & Pick<Member, 'id'>

const maxNameLength = 64
const maxAddressLength = 64
const peerIdLength = 20
// The peer id, the pieces in 4 bytes, and the bytes up and down in 8 each.
const totalsLength = 40
const roles: readonly Role[] = ['seeder', 'peer', 'leecher']

/** The line of a member: a agent, d downloaded, h have, i id, l lab, n name, r role, s server, u uploaded, x UUID. */
export function memberLine(member: Member): Map<string, Bencodable> {
  const entries = new Map<string, Bencodable>([
    ['a', member.agent],
    ['i', fromHex(member.id)],
    ['l', member.lab ? 1 : 0],
    ['n', member.name],
    ...progressEntries(member),
  ])
  if (member.server !== null) entries.set('s', member.server)
  if (member.uuid !== null) entries.set('x', member.uuid)
  return entries
}

/** Reads the first 500 lines of a list; those that are wrong are dropped. */
export function readMembers(lines: readonly Bencoded[]): Member[] {
  return lines.slice(0, maxWireMembers).flatMap((line) => (line instanceof Map ? readMember(line) : []))
}

export function progressEntries(progress: Progress): [string, Bencodable][] {
  return [
    ['d', progress.downloadedBytes],
    ['h', progress.haveCount],
    ['r', progress.role],
    ['u', progress.uploadedBytes],
  ]
}

/** Undefined where a number or the role is missing or out of range. */
export function readProgress(dictionary: BencodedDictionary): Progress | undefined {
  const downloadedBytes = integerField(dictionary, 'd', 0, Number.MAX_SAFE_INTEGER)
  const haveCount = integerField(dictionary, 'h', 0, maxPieceCount)
  const uploadedBytes = integerField(dictionary, 'u', 0, Number.MAX_SAFE_INTEGER)
  const roleText = textField(dictionary, 'r', 16)
  const role = roles.find((known) => known === roleText)
  if (downloadedBytes === undefined || haveCount === undefined || uploadedBytes === undefined || !role) return undefined
  return { role, haveCount, uploadedBytes, downloadedBytes }
}

/** Peer ids one after another. */
export function encodeIds(peers: readonly PeerId[]): Uint8Array {
  const bytes = new Uint8Array(peerIdLength * peers.length)
  for (const [i, peer] of peers.entries()) bytes.set(fromHex(peer), peerIdLength * i)
  return bytes
}

/** Reads the first 500 peer ids; one that is cut off is left out. */
export function decodeIds(bytes: Uint8Array): PeerId[] {
  return Array.from({ length: countOf(bytes, peerIdLength) }, (_, i) => readId(bytes, peerIdLength * i))
}

/** The numbers of members, one after another. */
export function encodeTotals(members: readonly Totals[]): Uint8Array {
  const bytes = new Uint8Array(totalsLength * members.length)
  const view = new DataView(bytes.buffer)
  for (const [i, member] of members.entries()) {
    const at = totalsLength * i
    bytes.set(fromHex(member.id), at)
    view.setUint32(at + 20, member.haveCount)
    setCount(view, at + 24, member.uploadedBytes)
    setCount(view, at + 32, member.downloadedBytes)
  }
  return bytes
}

/** Reads the first 500; one with a number out of range, or that is cut off, is left out. */
export function decodeTotals(bytes: Uint8Array): Totals[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const members: Totals[] = []
  for (let i = 0; i < countOf(bytes, totalsLength); i++) {
    const at = totalsLength * i
    const haveCount = view.getUint32(at + 20)
    const uploadedBytes = getCount(view, at + 24)
    const downloadedBytes = getCount(view, at + 32)
    const isInRange = haveCount <= maxPieceCount && Math.max(uploadedBytes, downloadedBytes) <= Number.MAX_SAFE_INTEGER
    if (isInRange) members.push({ id: readId(bytes, at), haveCount, uploadedBytes, downloadedBytes })
  }
  return members
}

/** One member, or none when its line is wrong. */
function readMember(line: BencodedDictionary): Member[] {
  const id = bytesField(line, 'i')
  const name = textField(line, 'n', maxNameLength)
  const agent = textField(line, 'a', maxNameLength)
  const lab = integerField(line, 'l', 0, 1)
  const server = readServer(line)
  const uuid = line.has('x') ? uuidField(line, 'x') : null
  const progress = readProgress(line)
  if (id?.length !== peerIdLength || name === undefined || agent === undefined || lab === undefined) return []
  if (server === undefined || uuid === undefined || !progress) return []
  return [{ id: toHex(id) as PeerId, uuid, name, agent, server, lab: lab === 1, ...progress }]
}

function readServer(line: BencodedDictionary): Address | null | undefined {
  if (!line.has('s')) return null
  const parsed = parseAddress(textField(line, 's', maxAddressLength) ?? '')
  return parsed.ok ? parsed.address : undefined
}

function countOf(bytes: Uint8Array, length: number): number {
  return Math.min(maxWireMembers, Math.floor(bytes.length / length))
}

function readId(bytes: Uint8Array, at: number): PeerId {
  return toHex(bytes.subarray(at, at + peerIdLength)) as PeerId
}

// In two halves: a BigInt would be made for each.
function setCount(view: DataView, at: number, count: number): void {
  view.setUint32(at, Math.floor(count / 2 ** 32))
  view.setUint32(at + 4, count >>> 0)
}

function getCount(view: DataView, at: number): number {
  return view.getUint32(at) * 2 ** 32 + view.getUint32(at + 4)
}
