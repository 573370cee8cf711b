// Our own extension (BEP 10) `ss_tracker`: the course's tracker, which pushes its list to every peer: the whole of it once, and
// from then on what has changed. In the same way a peer reports its links to those that want to hear of them.

import { type Bencodable, encodeBencode } from '../metainfo/bencode.ts'
import { type BencodedDictionary, bytesField, integerField, listField, textField } from '../metainfo/bencode-field.ts'
import type { LinkReports, Member } from '../swarm/events.ts'
import { fromHex } from '../swarm/hex.ts'
import type { PeerId } from '../swarm/ids.ts'
import { decodeExtendedDictionary } from './extended.ts'
import { decodeFigures, decodeNumbers, encodeFigures, encodeNumbers, readReports, reportLine } from './link-lines.ts'
import {
  decodeIds,
  decodeTotals,
  encodeIds,
  encodeTotals,
  memberLine,
  type Progress,
  progressEntries,
  readMembers,
  readProgress,
  type Totals,
} from './member-lines.ts'
import { ProtocolError } from './protocol-error.ts'

/** The name of the extension in `m` of the extension handshake. */
export const trackerExtension = 'ss_tracker'

/** What has happened to a list, in this order: who is gone, who has come or says something else of itself, and what was counted. */
export interface ListChanges {
  readonly gone: readonly PeerId[]
  readonly changed: readonly Member[]
  readonly totals: readonly Totals[]
}

/**
 * `peers`: the tracker's list begins anew, with these. `changes`: what has changed since; whoever is not on the list is none of
 * it. With `more` others of the whole list follow. `status`: how far the sender is. `links`: what is new of the sender's own links;
 * with `whole` they begin anew, with these; with `of` they are another peer's, as it reported them to the sender. `pass-on`: what
 * these peers report to the receiver is wanted by the sender too, and of no others. `leave`: the sender leaves this swarm.
 */
export type TrackerMessage =
  | { readonly kind: 'peers'; readonly members: readonly Member[]; readonly more?: true }
  | ({ readonly kind: 'changes'; readonly more?: true } & ListChanges)
  | ({ readonly kind: 'status' } & Progress)
  | ({ readonly kind: 'links'; readonly of?: PeerId; readonly whole?: true } & LinkReports)
  | { readonly kind: 'pass-on'; readonly of: readonly PeerId[] }
  | { readonly kind: 'leave' }

/** What is new of the links of a peer. */
export type LinksMessage = Extract<TrackerMessage, { kind: 'links' }>

/** What has to do with reports of links. */
export type ReportMessage = Extract<TrackerMessage, { kind: 'links' | 'pass-on' }>

// So many of the longest lines, and 500 of each of the others, fit into the longest payload.
const linesInOne = 40

/** A whole list as messages: the first begins it anew, the others go on. */
export function wholeList(members: readonly Member[]): TrackerMessage[] {
  const [first = [], ...others] = portions(members)
  const more = { more: true } as const
  return [
    { kind: 'peers', members: first, ...(others.length > 0 && more) },
    ...others.map((some, i) => ({ ...addition(some), ...(i + 1 < others.length && more) })),
  ]
}

/** The changes of a list as messages: as a rule one. */
export function listChanges({ gone, changed, totals }: ListChanges): TrackerMessage[] {
  const [first = [], ...others] = portions(changed)
  return [{ kind: 'changes', gone, changed: first, totals }, ...others.map(addition)]
}

function portions(members: readonly Member[]): (readonly Member[])[] {
  const count = Math.ceil(members.length / linesInOne)
  return Array.from({ length: count }, (_, i) => members.slice(i * linesInOne, (i + 1) * linesInOne))
}

function addition(changed: readonly Member[]): TrackerMessage {
  return { kind: 'changes', gone: [], changed, totals: [] }
}

// The same message goes to every link of a swarm.
const payloads = new WeakMap<TrackerMessage, Uint8Array>()

/** The payload of a tracker message; of one message always the same bytes. */
export function encodeTrackerMessage(message: TrackerMessage): Uint8Array {
  const known = payloads.get(message)
  if (known) return known
  const payload = encodeBencode(new Map<string, Bencodable>([['k', message.kind], ...entriesOf(message)]))
  payloads.set(message, payload)
  return payload
}

/**
 * Reads a tracker message's payload; a line of the list or a total that is wrong, and all after 500, are dropped, and so are links
 * after 200.
 * Throws ProtocolError `bad-extended` when the rest is not as the extension wants it.
 */
export function decodeTrackerMessage(payload: Uint8Array): TrackerMessage {
  const dictionary = decodeExtendedDictionary(payload)
  switch (textField(dictionary, 'k', 16)) {
    case 'peers':
      return {
        kind: 'peers',
        members: readMembers(listField(dictionary, 'm') ?? missing('a tracker list', 'its list')),
        ...moreOf(dictionary),
      }
    case 'changes':
      return { kind: 'changes', ...readChanges(dictionary), ...moreOf(dictionary) }
    case 'status':
      return { kind: 'status', ...(readProgress(dictionary) ?? missing('a tracker status', 'a number or the role')) }
    case 'links':
      return { kind: 'links', ...readLinks(dictionary) }
    case 'pass-on':
      return { kind: 'pass-on', of: decodeIds(bytesField(dictionary, 'o') ?? nothing) }
    case 'leave':
      return { kind: 'leave' }
    default:
      throw new ProtocolError('bad-extended', 'a tracker message of no known kind')
  }
}

// g gone, l links, m members, n more come next, o of whom, t totals, or how links are now, w whole; of changes those are left out
// of which there are none.
function entriesOf(message: TrackerMessage): [string, Bencodable][] {
  switch (message.kind) {
    case 'peers':
      return [['m', message.members.map(memberLine)], ...moreEntry(message.more)]
    case 'changes': {
      const { gone, changed, totals } = message
      const there = present([
        ['g', encodeIds(gone), gone.length],
        ['m', changed.map(memberLine), changed.length],
        ['t', encodeTotals(totals), totals.length],
      ])
      return [...there, ...moreEntry(message.more)]
    }
    case 'status':
      return progressEntries(message)
    case 'links': {
      const { of, gone, opened, told, whole } = message
      const there = present([
        ['g', encodeNumbers(gone), gone.length],
        ['l', opened.map(reportLine), opened.length],
        ['o', of ? fromHex(of) : nothing, of ? 1 : 0],
        ['t', encodeFigures(told), told.length],
      ])
      return whole ? [...there, ['w', 1]] : there
    }
    case 'pass-on':
      return [['o', encodeIds(message.of)]]
    case 'leave':
      return []
  }
}

function present(parts: readonly [key: string, value: Bencodable, count: number][]): [string, Bencodable][] {
  return parts.filter(([, , count]) => count > 0).map(([key, value]) => [key, value])
}

function moreEntry(more: true | undefined): [string, Bencodable][] {
  return more ? [['n', 1]] : []
}

function moreOf(dictionary: BencodedDictionary): { readonly more?: true } {
  return integerField(dictionary, 'n', 1, 1) ? { more: true } : {}
}

function readChanges(dictionary: BencodedDictionary): ListChanges {
  return {
    gone: decodeIds(bytesField(dictionary, 'g') ?? nothing),
    changed: readMembers(listField(dictionary, 'm') ?? []),
    totals: decodeTotals(bytesField(dictionary, 't') ?? nothing),
  }
}

function readLinks(dictionary: BencodedDictionary): Omit<LinksMessage, 'kind'> {
  const [of] = decodeIds(bytesField(dictionary, 'o') ?? nothing)
  return {
    ...(of && { of }),
    ...(integerField(dictionary, 'w', 1, 1) && { whole: true }),
    gone: decodeNumbers(bytesField(dictionary, 'g') ?? nothing),
    opened: readReports(listField(dictionary, 'l') ?? []),
    told: decodeFigures(bytesField(dictionary, 't') ?? nothing),
  }
}

const nothing = new Uint8Array(0)

function missing(of: string, what: string): never {
  throw new ProtocolError('bad-extended', `${of} lacks ${what}`)
}
