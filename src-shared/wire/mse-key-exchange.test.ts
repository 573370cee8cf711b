import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromHex, toHex } from '../swarm/hex.ts'
import { publicKeyLength, publicKeyOf, sharedSecret } from './mse-key-exchange.ts'

const prime =
  'ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd' +
  'ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a63a36210000000000090563'

const ours = Uint8Array.from({ length: 20 }, (_, i) => 1 + i)
const theirs = Uint8Array.from({ length: 20 }, (_, i) => 101 + i)

/** The prime and so much, as 96 bytes. */
function primeAnd(more: bigint): Uint8Array {
  return fromHex((BigInt(`0x${prime}`) + more).toString(16).padStart(2 * publicKeyLength, '0'))
}

test('a public key and a secret are those that another program worked out', () => {
  expect(toHex(publicKeyOf(ours))).toBe(
    '96e112dab29e8c5272accb9b17b26887ce54a144a4e3b697c7d159b7a817e556b0918db2b4c658e02a87f7e5fb14b18a' +
      '553e084cbf3dad2d30f16596ccb982d406258c61b30c5c1dae2ddc60bdbd48d79896312aad63238c39e1a633821eb693',
  )
  expect(toHex(sharedSecret(ours, publicKeyOf(theirs))!)).toBe(
    'd05ed96a95215a89b44073afe5d0b1626289ac01cff7849392948b2470b346547e944d7562a897ae86976bc389999083' +
      'ec09572dbdc8ed7f6a0a86a1aa42a3ca04209b72d8239890360435640643b76479ed7836f1857963fcc7cb72084c3ab4',
  )
})

test('both sides come to the same secret, 96 bytes long', () => {
  const privateKey = fc.uint8Array({ minLength: 20, maxLength: 20 }).filter((key) => key.some((byte) => byte > 1))
  fc.assert(
    fc.property(privateKey, privateKey, (a, b) => {
      const secret = sharedSecret(a, publicKeyOf(b))
      expect(secret).toHaveLength(publicKeyLength)
      expect(secret).toEqual(sharedSecret(b, publicKeyOf(a)))
    }),
    { numRuns: 20 },
  )
})

test('a small public key is filled up to 96 bytes', () => {
  expect(publicKeyOf(Uint8Array.of(3))).toEqual(Uint8Array.from({ length: 96 }, (_, i) => (i === 95 ? 8 : 0)))
})

test.each([
  ['0', new Uint8Array(96)],
  ['1', Uint8Array.from({ length: 96 }, (_, i) => (i === 95 ? 1 : 0))],
  ['the prime less 1', primeAnd(-1n)],
  ['the prime', primeAnd(0n)],
  ['the prime and 1', primeAnd(1n)],
  ['the largest number', new Uint8Array(96).fill(0xff)],
])('%s is no public key', (_name, key) => {
  expect(sharedSecret(ours, key)).toBeUndefined()
})

test('the smallest and the largest that are public keys are taken', () => {
  expect(
    sharedSecret(
      ours,
      Uint8Array.from({ length: 96 }, (_, i) => (i === 95 ? 2 : 0)),
    ),
  ).toEqual(publicKeyOf(ours))
  expect(sharedSecret(ours, primeAnd(-2n))).toBeDefined()
})
