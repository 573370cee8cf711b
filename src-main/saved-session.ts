// What this window's peer takes part in, as it is written to session.json and read again.

import { parseAddress } from '../src-shared/swarm/address.ts'
import { type ChokingName, chokingProfiles } from '../src-shared/swarm/choking.ts'
import type { Limits } from '../src-shared/swarm/events.ts'
import { type Address, asInfoHash, type InfoHash } from '../src-shared/swarm/ids.ts'
import { type PickingName, pickingRules } from '../src-shared/swarm/picking.ts'
import { isLimits } from './limits.ts'

const version = 1
const maxSwarms = 1000
const maxMagnets = 100
const maxTextLength = 4096
const maxMagnetLength = 16 * 1024
const maxUnwanted = 100_000

/** As many members of a swarm are dialled again after a restart. */
export const maxSavedMembers = 20

/**
 * Where the bytes of a torrent are: shared from their own place, or downloaded into a folder. In the file, a path in the data
 * folder is relative to it.
 */
export type SavedPlace = { readonly kind: 'shared' | 'download'; readonly path: string }

/** One swarm; its .torrent lies beside, under the info hash. */
export interface SavedSwarm {
  readonly infoHash: InfoHash
  readonly place: SavedPlace
  /** By wish; what was paused by a failure is tried again. */
  readonly paused: boolean
  readonly unwanted: readonly number[]
  readonly limits: Limits
  readonly choking: ChokingName
  readonly picking: PickingName
  readonly members: readonly Address[]
}

/** Everything that is there again after a restart. `magnets`: links whose torrents had not arrived yet. */
export interface SavedSession {
  readonly limits: Limits
  readonly swarms: readonly SavedSwarm[]
  readonly magnets: readonly string[]
}

/** The session of a first start. */
export const emptySession: SavedSession = {
  limits: { upBytesPerSec: null, downBytesPerSec: null },
  swarms: [],
  magnets: [],
}

/** The text of session.json. */
export function writeSession(session: SavedSession): string {
  return `${JSON.stringify({ version, ...session }, null, 2)}\n`
}

/** Reads session.json, which anybody may have edited: what is right in it, and whether all was. Never throws. */
export function readSession(text: string): { readonly session: SavedSession; readonly whole: boolean } {
  const value = parse(text)
  if (value?.version !== version) return { session: emptySession, whole: false }
  const session: SavedSession = {
    limits: isLimits(value.limits) ? pickLimits(value.limits) : emptySession.limits,
    swarms: list(value.swarms, maxSwarms).flatMap((swarm) => readSwarm(swarm) ?? []),
    magnets: list(value.magnets, maxMagnets).filter(isMagnet),
  }
  const isAll = (all: unknown, read: readonly unknown[]) => Array.isArray(all) && all.length === read.length
  const whole = isLimits(value.limits) && isAll(value.swarms, session.swarms) && isAll(value.magnets, session.magnets)
  return { session, whole }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

function readSwarm(value: unknown): SavedSwarm | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { infoHash, place, paused, unwanted, limits, choking, picking, members } = value as Record<string, unknown>
  const hash = isText(infoHash) ? asInfoHash(infoHash) : undefined
  const where = readPlace(place)
  if (hash === undefined || where === undefined || typeof paused !== 'boolean' || !isLimits(limits)) return undefined
  if (!isName(chokingProfiles, choking) || !isName(pickingRules, picking)) return undefined
  return {
    infoHash: hash,
    place: where,
    paused,
    unwanted: list(unwanted, maxUnwanted).filter((index): index is number => Number.isSafeInteger(index)),
    limits: pickLimits(limits),
    choking,
    picking,
    members: list(members, maxSavedMembers).flatMap(readAddress),
  }
}

function readPlace(value: unknown): SavedPlace | undefined {
  const { kind, path } = (value ?? {}) as Record<string, unknown>
  return (kind === 'shared' || kind === 'download') && isText(path) ? { kind, path } : undefined
}

function readAddress(value: unknown): Address[] {
  const parsed = isText(value) ? parseAddress(value) : undefined
  return parsed?.ok ? [parsed.address] : []
}

// Only the fields that were checked.
function pickLimits({ upBytesPerSec, downBytesPerSec }: Limits): Limits {
  return { upBytesPerSec, downBytesPerSec }
}

function isName<Name extends string>(names: Readonly<Record<Name, unknown>>, value: unknown): value is Name {
  return typeof value === 'string' && Object.hasOwn(names, value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= maxTextLength
}

function isMagnet(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= maxMagnetLength
}

function list(value: unknown, most: number): unknown[] {
  return Array.isArray(value) ? value.slice(0, most) : []
}
