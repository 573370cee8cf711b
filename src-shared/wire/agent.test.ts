import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toHex } from '../swarm/hex.ts'
import type { PeerId } from '../swarm/ids.ts'
import { agentOf } from './agent.ts'

const idOf = (start: string) => toHex(new TextEncoder().encode(start.padEnd(20, 'x'))) as PeerId

test.each([
  ['-SS0100-', 'Swarmscope 0.1.0'],
  ['-TR3000-', 'Transmission 3.00'],
  ['-TR2940-', 'Transmission 2.94'],
  ['-TR4050-', 'Transmission 4.0.5'],
  ['-LT2080-', 'libtorrent 2.0.8'],
  ['-LT20A0-', 'libtorrent 2.0.10'],
  ['-qB4650-', 'qBittorrent 4.6.5'],
  ['-DE13F0-', 'Deluge 1.3.15'],
  ['-DE211s-', 'Deluge 2.1.1'],
  ['-WW0109-', 'WebTorrent 1.9'],
  ['-lt0D80-', 'libTorrent (rTorrent) 0.13.8'],
  ['-UT355W-', 'µTorrent 3.5.5'],
  ['-AZ5771-', 'Vuze 5.7.7.1'],
  ['A2-1-36-0-', 'aria2 1.36.0'],
  ['A2-1-8-100-', 'aria2 1.8.100'],
])('%s is %s', (start, agent) => {
  expect(agentOf(idOf(start))).toBe(agent)
})

test.each(['-ZZ1000-', 'M7-10-5--', '-TR30\n0-', '-SS0100', 'A2-1-36', 'A2-1-36-0000-', 'A2-1-x-0-', ''])(
  '%j is an unknown client',
  (start) => {
    expect(agentOf(idOf(start))).toBe('Unknown client')
  },
)

test('no bytes of a hostile id reach the text', () => {
  const hostile = fc.uint8Array({ minLength: 20, maxLength: 20 })
  const named = fc.tuple(fc.constantFrom('TR', 'WW', 'LT', 'DE'), hostile).map(([code, bytes]) => {
    bytes.set(new TextEncoder().encode(`-${code}`))
    bytes[7] = 0x2d
    return bytes
  })
  const likeAria2 = fc.tuple(fc.stringMatching(/^A2(-\d{0,3}){3}/), hostile).map(([start, bytes]) => {
    bytes.set(new TextEncoder().encode(start).subarray(0, 20))
    return bytes
  })
  fc.assert(
    fc.property(fc.oneof(hostile, named, likeAria2), (bytes) => {
      expect(agentOf(toHex(bytes) as PeerId)).toMatch(/^(?:aria2 [0-9.]+|[\p{L}() ]+[0-9.a-z]*)$/iu)
    }),
  )
})
