// What a peer tells a tracker by HTTP, and asks it for: the query of an announce URL (BEP 3, BEP 23).

import type { AnnounceEvent } from '../swarm/events.ts'
import { toHex } from '../swarm/hex.ts'
import type { InfoHash } from '../swarm/ids.ts'
import { hexDigit, readDigits, readQuery } from './query-string.ts'

/** What a peer says of itself in an announce, by HTTP or by UDP. */
export interface Announcement {
  /** 20 bytes. */
  readonly peerId: Uint8Array
  /** Where it listens; 0 where it does not say. */
  readonly port: number
  /** What it lacks; Infinity where it does not say. */
  readonly leftBytes: number
  readonly uploadedBytes: number
  readonly downloadedBytes: number
  readonly event: AnnounceEvent | null
  /** How many peers it wants; null leaves that to the tracker. */
  readonly wanted: number | null
  /** Of the peer's choice, 32 bits: it shows that it is the same one after its address has changed. 0 where it does not say. */
  readonly key: number
}

/** An announce by HTTP. */
export interface AnnounceRequest extends Announcement {
  readonly infoHash: InfoHash
  /** Addresses in their compact form (BEP 23), or as a list of dictionaries (BEP 3). */
  readonly form: 'compact' | 'list' | 'list-without-ids'
}

const idLength = 20

/**
 * Reads the query of an announce; a sentence instead where something is missing or wrong. `ip` is not read: else anybody
 * could put somebody else's address on everybody's list.
 */
export function readAnnounceRequest(query: Uint8Array): AnnounceRequest | string {
  const read = new Parameters()
  const isWhole = readQuery(query, (name, value) => read.take(name, value))
  if (!isWhole) return 'The announce URL is broken: a % is not followed by two hex digits.'
  return read.request()
}

class Parameters {
  #infoHash: Uint8Array | undefined
  #peerId: Uint8Array | undefined
  #port = 0
  #left = Number.POSITIVE_INFINITY
  #uploaded = 0
  #downloaded = 0
  #event: AnnounceEvent | null = null
  #wanted: number | null = null
  #key = 0
  #isCompact = true
  #wantsIds = true

  take(name: string, value: Uint8Array): void {
    switch (name) {
      case 'info_hash':
        this.#infoHash = value
        break
      case 'peer_id':
        this.#peerId = value
        break
      case 'port':
        this.#port = readDigits(value) ?? 0
        break
      case 'left':
        // Who does not know yet how long the torrent is says something else, such as -1.
        this.#left = readDigits(value) ?? Number.POSITIVE_INFINITY
        break
      case 'uploaded':
        this.#uploaded = readDigits(value) ?? 0
        break
      case 'downloaded':
        this.#downloaded = readDigits(value) ?? 0
        break
      case 'event':
        this.#event = eventOf(value)
        break
      case 'numwant':
        this.#wanted = readDigits(value) ?? null
        break
      case 'key':
        this.#key = keyOf(value)
        break
      case 'compact':
        this.#isCompact = readDigits(value) !== 0
        break
      case 'no_peer_id':
        this.#wantsIds = readDigits(value) !== 1
        break
    }
  }

  request(): AnnounceRequest | string {
    const infoHash = this.#infoHash
    const peerId = this.#peerId
    if (infoHash?.length !== idLength) return lengthProblem('info_hash', infoHash)
    if (peerId?.length !== idLength) return lengthProblem('peer_id', peerId)
    if (this.#port > 0xffff) return 'The port is not one: it is a number up to 65535.'
    return {
      infoHash: toHex(infoHash) as InfoHash,
      peerId,
      port: this.#port,
      leftBytes: this.#left,
      uploadedBytes: this.#uploaded,
      downloadedBytes: this.#downloaded,
      event: this.#event,
      wanted: this.#wanted,
      key: this.#key,
      form: this.#form(),
    }
  }

  #form(): AnnounceRequest['form'] {
    if (this.#isCompact) return 'compact'
    return this.#wantsIds ? 'list' : 'list-without-ids'
  }
}

function lengthProblem(name: string, value: Uint8Array | undefined): string {
  if (!value) return `${name} is missing from the announce: it is 20 bytes, percent-encoded.`
  return `${name} has ${value.length} bytes and needs 20: percent-encode the raw bytes, not their hex digits.`
}

function eventOf(value: Uint8Array): AnnounceEvent | null {
  const text = value.length > 9 ? '' : String.fromCharCode(...value)
  return text === 'started' || text === 'completed' || text === 'stopped' ? text : null
}

// Clients write the 32 bits that they send over UDP as hex digits; any other text is a key too.
function keyOf(value: Uint8Array): number {
  let key = 0
  let isHex = value.length <= 8
  for (let i = 0; i < value.length && isHex; i++) {
    const digit = hexDigit(value[i])
    isHex = digit >= 0
    key = key * 16 + digit
  }
  if (isHex) return key
  return value.reduce((hash, byte) => (Math.imul(hash, 31) + byte) >>> 0, 0)
}
