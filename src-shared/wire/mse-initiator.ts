import type { InfoHash } from '../swarm/ids.ts'
import {
  bigEndian,
  bothMethods,
  ciphersOf,
  labelledHash,
  type MseAgreement,
  type MseProblem,
  type MseTools,
  maskSwarmHash,
  maxPadLength,
  methodBits,
  randomPad,
  swarmHash,
  uint16,
  verificationLength,
} from './mse.ts'
import { privateKeyLength, publicKeyLength, publicKeyOf, sharedSecret } from './mse-key-exchange.ts'
import { joined, type MseScript, seek, send, take } from './mse-script.ts'
import type { Rc4 } from './rc4.ts'

const methods = ['handshake', 'rc4'] as const

/** What the initiator needs. */
export interface MseInitiatorParts extends MseTools {
  /** The swarm that it means. */
  readonly infoHash: InfoHash
  /** Goes along with the handshake: at most 65,535 bytes of what would be said next. */
  readonly initial: Uint8Array
  /** The methods that it allows, as bits; both where it is left out. */
  readonly allowed?: number
}

/** The part of the side that dialled. It offers all that it allows. */
export function* initiate(parts: MseInitiatorParts): MseScript<MseAgreement | MseProblem> {
  const { infoHash, initial, allowed = bothMethods } = parts
  const privateKey = parts.randomBytes(privateKeyLength)
  yield* send(publicKeyOf(privateKey), randomPad(parts))
  const secret = sharedSecret(privateKey, yield* take(publicKeyLength))
  if (!secret) return 'not-mse'
  const { fromA: outgoing, fromB: incoming } = ciphersOf(parts, secret, infoHash)
  yield* send(
    labelledHash(parts, 'req1', secret),
    maskSwarmHash(parts, secret, swarmHash(parts, infoHash)),
    outgoing.apply(offer(allowed, randomPad(parts), initial)),
  )
  if (!(yield* seek(incoming.apply(new Uint8Array(verificationLength)), maxPadLength))) return 'not-mse'
  const encryption = yield* readChoice(incoming, allowed)
  if (!encryption) return 'no-common-method'
  return { encryption, infoHash, incoming, outgoing, initial: new Uint8Array(0) }
}

function offer(allowed: number, pad: Uint8Array, initial: Uint8Array): Uint8Array {
  return joined(
    new Uint8Array(verificationLength),
    bigEndian(allowed, 4),
    bigEndian(pad.length, 2),
    pad,
    bigEndian(initial.length, 2),
    initial,
  )
}

function* readChoice(incoming: Rc4, allowed: number): MseScript<MseAgreement['encryption'] | undefined> {
  const head = incoming.apply(yield* take(6))
  const padLength = uint16(head.subarray(4))
  if (padLength > maxPadLength) return undefined
  incoming.apply(yield* take(padLength))
  return methods.find((method) => methodBits[method] === head[3] && (methodBits[method] & allowed) !== 0)
}
