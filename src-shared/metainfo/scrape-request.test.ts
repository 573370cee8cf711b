import { expect, test } from 'vitest'
import type { InfoHash } from '../swarm/ids.ts'
import { readScrapeRequest } from './scrape-request.ts'

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const read = (query: string) => readScrapeRequest(ascii(query))
const hash = (byte: string) => byte.repeat(20) as InfoHash
const asked = (byte: string) => `info_hash=${`%${byte}`.repeat(20)}`

test('a scrape asks for one swarm, several, or all', () => {
  expect(read('')).toEqual([])
  expect(read(asked('0f'))).toEqual([hash('0f')])
  expect(read(`${asked('ff')}&x=1&${asked('01')}`)).toEqual([hash('ff'), hash('01')])
})

test('more than 74 are left out', () => {
  expect(read(Array.from({ length: 100 }, () => asked('00')).join('&'))).toHaveLength(74)
})

test('what is wrong is refused with a sentence', () => {
  expect(read('info_hash=short')).toMatch(/20 bytes/)
  expect(read(`${asked('00')}&info_hash=%0`)).toMatch(/two hex digits/)
})
