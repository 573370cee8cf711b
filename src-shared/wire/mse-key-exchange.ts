import { fromHex, toHex } from '../swarm/hex.ts'

/** Bytes of a public key, and of the secret that two of them lead to. */
export const publicKeyLength = 96

/** Bytes of a private key. */
export const privateKeyLength = 20

// The 768-bit prime of MSE/PE, and its generator.
const prime = BigInt(
  '0xffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74' +
    '020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f1437' +
    '4fe1356d6d51c245e485b576625e7ec6f44c42e9a63a36210000000000090563',
)
const generator = 2n

/** The public key that belongs to a private one (Diffie and Hellman). */
export function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  return bytesOf(power(generator, numberOf(privateKey)))
}

/** The secret that only the owners of the two private keys can work out; undefined when the other's public key is a bad one. */
export function sharedSecret(privateKey: Uint8Array, theirPublicKey: Uint8Array): Uint8Array | undefined {
  const theirs = numberOf(theirPublicKey)
  // With 0, 1 and −1 anybody could work the secret out.
  if (theirs < 2n || theirs > prime - 2n) return undefined
  return bytesOf(power(theirs, numberOf(privateKey)))
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  let square = base
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * square) % prime
    square = (square * square) % prime
  }
  return result
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes)}`)
}

function bytesOf(value: bigint): Uint8Array {
  return fromHex(value.toString(16).padStart(2 * publicKeyLength, '0'))
}
