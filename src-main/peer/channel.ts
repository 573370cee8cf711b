import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { LinkEncryption } from '../../src-shared/swarm/events.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { type FirstBytes, tellFirstBytes } from '../../src-shared/wire/first-bytes.ts'
import type { MseAgreement, MseProblem } from '../../src-shared/wire/mse.ts'
import { MseDialogue } from '../../src-shared/wire/mse-dialogue.ts'
import { joined, type MseScript } from '../../src-shared/wire/mse-script.ts'
import { EncryptedConnection } from '../net/encrypted-connection.ts'
import { hear, type Opening } from './opening.ts'

/** What two peers shake hands over: a connection as it is, or after an encrypted handshake (MSE/PE). */
export interface Channel extends Opening {
  readonly encryption: LinkEncryption
  /** The swarm that the encrypted handshake named; null without one. */
  readonly infoHash: InfoHash | null
  /** What of the handshake has arrived already. */
  readonly first: Uint8Array
}

/** What a connection to our server turned out to be, with the bytes by which that was seen. */
export interface Told {
  readonly kind: FirstBytes
  readonly first: Uint8Array
}

/** Reads the first bytes of a connection until they tell what it is. */
export function tellApart(opening: Opening): Promise<Told | DisconnectReason> {
  let first: Uint8Array = new Uint8Array(0)
  return hear<Told>(opening, first, (chunk) => {
    first = joined(first, chunk)
    const kind = tellFirstBytes(first)
    return kind && { kind, first }
  })
}

/** Without encryption. */
export function plainChannel(opening: Opening, first: Uint8Array = new Uint8Array(0)): Channel {
  return { ...opening, encryption: 'none', infoHash: null, first }
}

/** Plays one side of the encrypted handshake (MSE/PE); answers the channel that both sides agreed on. */
export function encryptedChannel(
  opening: Opening,
  script: MseScript<MseAgreement | MseProblem>,
  first: Uint8Array = new Uint8Array(0),
): Promise<Channel | DisconnectReason> {
  const { connection } = opening
  const dialogue = new MseDialogue(script)
  return hear<Channel>(opening, first, (chunk) => {
    const { send, result } = dialogue.push(chunk)
    for (const bytes of send) connection.write(bytes)
    if (typeof result === 'string') return reasonOf(result)
    if (!result) return undefined
    const { encryption, infoHash, rest } = result
    const under = encryption === 'rc4' ? new EncryptedConnection(connection, result) : connection
    return { ...opening, connection: under, encryption, infoHash, first: rest }
  })
}

function reasonOf(problem: MseProblem): DisconnectReason {
  return { code: problem === 'unknown-swarm' ? 'wrong-info-hash' : 'not-bittorrent' }
}
