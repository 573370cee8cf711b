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
  uint16,
  verificationLength,
} from './mse.ts'
import { privateKeyLength, publicKeyLength, publicKeyOf, sharedSecret } from './mse-key-exchange.ts'
import { joined, type MseScript, seek, send, take } from './mse-script.ts'
import type { Rc4 } from './rc4.ts'

/** What the responder needs. */
export interface MseResponderParts extends MseTools {
  /** The swarm that is named by a hash (`swarmHash`); undefined when it is none of ours. */
  readonly swarmOf: (hash: Uint8Array) => InfoHash | undefined
  /** The methods that it allows, as bits; both where it is left out. */
  readonly allowed?: number
}

interface Offer {
  readonly methods: number
  readonly initial: Uint8Array
}

const hashLength = 20

/** The part of the side that was dialled. It lets the stream go on as it is where the other side offers that. */
export function* respond(parts: MseResponderParts): MseScript<MseAgreement | MseProblem> {
  const privateKey = parts.randomBytes(privateKeyLength)
  const secret = sharedSecret(privateKey, yield* take(publicKeyLength))
  if (!secret) return 'not-mse'
  yield* send(publicKeyOf(privateKey), randomPad(parts))
  if (!(yield* seek(labelledHash(parts, 'req1', secret), maxPadLength))) return 'not-mse'
  const infoHash = parts.swarmOf(maskSwarmHash(parts, secret, yield* take(hashLength)))
  if (!infoHash) return 'unknown-swarm'
  const { fromA: incoming, fromB: outgoing } = ciphersOf(parts, secret, infoHash)
  const offer = yield* readOffer(incoming)
  if (!offer) return 'not-mse'
  const encryption = choose(offer.methods & (parts.allowed ?? bothMethods))
  if (!encryption) return 'no-common-method'
  yield* send(outgoing.apply(answer(encryption, randomPad(parts))))
  return { encryption, infoHash, incoming, outgoing, initial: offer.initial }
}

function* readOffer(incoming: Rc4): MseScript<Offer | undefined> {
  const head = incoming.apply(yield* take(verificationLength + 6))
  if (head.subarray(0, verificationLength).some((byte) => byte !== 0)) return undefined
  const padLength = uint16(head.subarray(verificationLength + 4))
  if (padLength > maxPadLength) return undefined
  const tail = incoming.apply(yield* take(padLength + 2))
  // Two bytes cannot ask for more than 64 KiB, which are kept as they arrive.
  const initial = incoming.apply(yield* take(uint16(tail.subarray(padLength))))
  return { methods: head[verificationLength + 3] ?? 0, initial }
}

function choose(methods: number): MseAgreement['encryption'] | undefined {
  if ((methods & methodBits.handshake) !== 0) return 'handshake'
  return (methods & methodBits.rc4) !== 0 ? 'rc4' : undefined
}

function answer(encryption: MseAgreement['encryption'], pad: Uint8Array): Uint8Array {
  const zeros = new Uint8Array(verificationLength)
  return joined(zeros, bigEndian(methodBits[encryption], 4), bigEndian(pad.length, 2), pad)
}
