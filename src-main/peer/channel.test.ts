import { expect, test } from 'vitest'
import { toHex } from '../../src-shared/swarm/hex.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { MseDialogue } from '../../src-shared/wire/mse-dialogue.ts'
import { initiate } from '../../src-shared/wire/mse-initiator.ts'
import { respond } from '../../src-shared/wire/mse-responder.ts'
import { MseSwarms } from '../../src-shared/wire/mse-swarms.ts'
import { sha1 } from '../storage/hasher.ts'

// Worked out by another program, from the specification: private keys 01…14 and 65…78, pads of aa, bb, cc and dd.
const infoHash = 'a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3' as InfoHash
const vector = {
  one: '22ee296ef8db607b71645c7076a4496b1cc68334',
  two: '89e5c931f56e57db0dd657c7b5c431d34528bb1c',
  three:
    '78fffb0f23055a793ff7609f359e04e383ec3505fcfad34890e94b632f779bca5563d5b46411aacfc74e6fbf252338a9' +
    'c484c3de4f8ce1f70e147d10b07c28a8e033ad338b1f236d7ae8',
  four: 'eba8d61108ceeec0cca828d0e718da6f',
}

/** Draws a private key that counts up from `from`, then pads of those lengths and bytes. */
function tools(from: number, ...pads: [length: number, byte: number][]) {
  let length = 0
  let byte = 0
  return {
    sha1,
    randomBytes(count: number): Uint8Array {
      if (count === 20) return Uint8Array.from({ length: 20 }, (_, i) => from + i)
      if (count !== 2 || length === 2) {
        length = 0
        return new Uint8Array(count).fill(byte)
      }
      ;[length, byte] = pads.shift()!
      return Uint8Array.of(0, length)
    },
  }
}

test('an encrypted handshake is byte for byte that of the specification', () => {
  const swarms = new MseSwarms(sha1)
  const initial = new TextEncoder().encode('initial payload')
  const a = new MseDialogue(initiate({ ...tools(1, [7, 0xaa], [3, 0xcc]), infoHash, initial }))
  const b = new MseDialogue(
    respond({ ...tools(101, [5, 0xbb], [2, 0xdd]), swarmOf: (hash) => swarms.find(hash, [infoHash]) }),
  )
  const [one] = a.push(new Uint8Array(0)).send
  expect(toHex(sha1(one!))).toBe(vector.one)
  const [two] = b.push(one!).send
  expect(toHex(sha1(two!))).toBe(vector.two)
  const [three] = a.push(two!).send
  expect(toHex(three!)).toBe(vector.three)
  const last = b.push(three!)
  expect(toHex(last.send[0]!)).toBe(vector.four)
  expect(last.result).toMatchObject({ encryption: 'handshake', infoHash, rest: initial })
  expect(a.push(last.send[0]!).result).toMatchObject({ encryption: 'handshake', infoHash })
})
