import type { InfoHash } from '../swarm/ids.ts'
import {
  bigEndian,
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

/** What the initiator needs. */
export interface MseInitiatorParts extends MseTools {
  /** The swarm that it means. */
  readonly infoHash: InfoHash
  /** Goes along with the handshake: at most 65,535 bytes of what would be said next. */
  readonly initial: Uint8Array
}

/** The part of the side that dialled. It offers both ways to go on. */
export function* initiate(parts: MseInitiatorParts): MseScript<MseAgreement | MseProblem> {
  const { infoHash, initial } = parts
  const privateKey = parts.randomBytes(privateKeyLength)
  yield* send(publicKeyOf(privateKey), randomPad(parts))
  const secret = sharedSecret(privateKey, yield* take(publicKeyLength))
  if (!secret) return 'not-mse'
  const { fromA: outgoing, fromB: incoming } = ciphersOf(parts, secret, infoHash)
  yield* send(
    labelledHash(parts, 'req1', secret),
    maskSwarmHash(parts, secret, swarmHash(parts, infoHash)),
    outgoing.apply(offer(randomPad(parts), initial)),
  )
  if (!(yield* seek(incoming.apply(new Uint8Array(verificationLength)), maxPadLength))) return 'not-mse'
  const encryption = yield* readChoice(incoming)
  if (!encryption) return 'no-common-method'
  return { encryption, infoHash, incoming, outgoing, initial: new Uint8Array(0) }
}

function offer(pad: Uint8Array, initial: Uint8Array): Uint8Array {
  return joined(
    new Uint8Array(verificationLength),
    bigEndian(methodBits.handshake | methodBits.rc4, 4),
    bigEndian(pad.length, 2),
    pad,
    bigEndian(initial.length, 2),
    initial,
  )
}

function* readChoice(incoming: Rc4): MseScript<MseAgreement['encryption'] | undefined> {
  const head = incoming.apply(yield* take(6))
  const padLength = uint16(head.subarray(4))
  if (padLength > maxPadLength) return undefined
  incoming.apply(yield* take(padLength))
  const chosen = head[3]
  if (chosen === methodBits.handshake) return 'handshake'
  return chosen === methodBits.rc4 ? 'rc4' : undefined
}
