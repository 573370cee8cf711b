// Our own extension (BEP 10) `ss_tracker`: the course's tracker, which pushes its whole list to every peer on any change.

import { type Bencodable, type Bencoded, encodeBencode } from '../metainfo/bencode.ts'
import { type BencodedDictionary, bytesField, integerField, listField, textField } from '../metainfo/bencode-field.ts'
import { maxPieceCount } from '../metainfo/piece-geometry.ts'
import { parseAddress } from '../swarm/address.ts'
import type { Member, Role } from '../swarm/events.ts'
import { fromHex, toHex } from '../swarm/hex.ts'
import type { Address, PeerId } from '../swarm/ids.ts'
import { decodeExtendedDictionary, maxExtendedLength, uuidField } from './extended.ts'
import { ProtocolError } from './protocol-error.ts'

/** The name of the extension in `m` of the extension handshake. */
export const trackerExtension = 'ss_tracker'

/** The most members a list has on the wire. */
export const maxWireMembers = 500

/** `peers`: the tracker's whole list. `status`: how far the sender is. `leave`: the sender leaves this swarm. */
export type TrackerMessage =
  | { readonly kind: 'peers'; readonly members: readonly Member[] }
  | {
      readonly kind: 'status'
      readonly haveCount: number
      readonly uploadedBytes: number
      readonly downloadedBytes: number
      readonly role: Role
    }
  | { readonly kind: 'leave' }

type Progress = Omit<Extract<TrackerMessage, { kind: 'status' }>, 'kind'>

const maxNameLength = 64
const maxAddressLength = 64
const peerIdLength = 20
const roles: readonly Role[] = ['seeder', 'peer', 'leecher']

/**
 * The payload of a tracker message. A list is cut where it passes 500 members or the longest payload (64 KiB, about
 * 350 members), so the members that matter most come first.
 */
export function encodeTrackerMessage(message: TrackerMessage): Uint8Array {
  switch (message.kind) {
    case 'peers':
      return encodeList(message.members)
    case 'status':
      return encodeBencode(new Map<string, Bencodable>([['k', 'status'], ...progressEntries(message)]))
    case 'leave':
      return encodeBencode(new Map([['k', 'leave']]))
  }
}

/**
 * Reads a tracker message's payload; a line of the list that is wrong, and all after 500, are dropped.
 * Throws ProtocolError `bad-extended` when the rest is not as the extension wants it.
 */
export function decodeTrackerMessage(payload: Uint8Array): TrackerMessage {
  const dictionary = decodeExtendedDictionary(payload)
  switch (textField(dictionary, 'k', 16)) {
    case 'peers':
      return { kind: 'peers', members: readMembers(listField(dictionary, 'm')) }
    case 'status': {
      const progress = readProgress(dictionary)
      if (progress) return { kind: 'status', ...progress }
      throw new ProtocolError('bad-extended', 'a tracker status lacks a number or the role')
    }
    case 'leave':
      return { kind: 'leave' }
    default:
      throw new ProtocolError('bad-extended', 'a tracker message of no known kind')
  }
}

const listStart = latin1('d1:k5:peers1:ml')
const listEnd = latin1('ee')

function encodeList(members: readonly Member[]): Uint8Array {
  const parts = [listStart]
  let length = listStart.length + listEnd.length
  for (const member of members.slice(0, maxWireMembers)) {
    const line = lineOf(member)
    if (length + line.length > maxExtendedLength) break
    parts.push(line)
    length += line.length
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of [...parts, listEnd]) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

// The same list goes to every link of a swarm: each member is written once.
const lines = new WeakMap<Member, Uint8Array>()

function lineOf(member: Member): Uint8Array {
  const known = lines.get(member)
  if (known) return known
  const line = encodeBencode(memberEntries(member))
  lines.set(member, line)
  return line
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

// a agent, d downloaded, h have, i id, l lab, n name, r role, s server, u uploaded, x UUID.
function memberEntries(member: Member): Map<string, Bencodable> {
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

function progressEntries(progress: Progress): [string, Bencodable][] {
  return [
    ['d', progress.downloadedBytes],
    ['h', progress.haveCount],
    ['r', progress.role],
    ['u', progress.uploadedBytes],
  ]
}

function readMembers(lines: readonly Bencoded[] | undefined): Member[] {
  if (!lines) throw new ProtocolError('bad-extended', 'a tracker list without its list')
  return lines.slice(0, maxWireMembers).flatMap((line) => (line instanceof Map ? readMember(line) : []))
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

function readProgress(dictionary: BencodedDictionary): Progress | undefined {
  const downloadedBytes = integerField(dictionary, 'd', 0, Number.MAX_SAFE_INTEGER)
  const haveCount = integerField(dictionary, 'h', 0, maxPieceCount)
  const uploadedBytes = integerField(dictionary, 'u', 0, Number.MAX_SAFE_INTEGER)
  const roleText = textField(dictionary, 'r', 16)
  const role = roles.find((known) => known === roleText)
  if (downloadedBytes === undefined || haveCount === undefined || uploadedBytes === undefined || !role) return undefined
  return { haveCount, uploadedBytes, downloadedBytes, role }
}
