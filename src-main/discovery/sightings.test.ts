import { expect, test } from 'vitest'
import type { Address, InfoHash } from '../../src-shared/swarm/ids.ts'
import { RateWindow } from './rate-window.ts'
import { Sightings } from './sightings.ts'

const infoHash = '11'.repeat(20) as InfoHash
const minuteMs = 60_000
const addressAt = (number: number) => `10.0.${number >> 8}.${number & 255}:5000` as Address

test('somebody is new once, worth telling again after a minute, and new again after a long silence', () => {
  const sightings = new Sightings()
  const hear = (atMs: number) => sightings.note('10.0.0.7', infoHash, addressAt(7), atMs)
  const answers = [0, 2_000, 10_000, minuteMs, minuteMs + 1, 6 * minuteMs, 16 * minuteMs].map(hear)
  expect(answers).toEqual(['new', undefined, undefined, 'again', undefined, 'again', 'new'])
})

test('one address in two swarms, and two addresses of one sender, are each something to tell', () => {
  const sightings = new Sightings()
  expect(sightings.note('10.0.0.7', infoHash, addressAt(7), 0)).toBe('new')
  expect(sightings.note('10.0.0.7', '22'.repeat(20) as InfoHash, addressAt(7), 0)).toBe('new')
  expect(sightings.note('10.0.0.7', infoHash, '10.0.0.7:5001' as Address, 0)).toBe('new')
})

test('one sender cannot tell of more than its share, and does not take that of others', () => {
  const sightings = new Sightings()
  const told = (sender: string, from: number) =>
    Array.from({ length: 1_000 }, (_, i) => sightings.note(sender, infoHash, addressAt(from + i), 0)).filter(Boolean)
  expect(told('10.0.0.7', 0)).toHaveLength(60)
  expect(told('10.0.0.8', 1_000)).toHaveLength(60)
  expect(sightings.note('10.0.0.7', infoHash, addressAt(5_000), minuteMs)).toBe('new')
})

test('all senders together cannot tell of more than the whole', () => {
  const sightings = new Sightings()
  const senders = Array.from({ length: 5_000 }, (_, i) => i)
  const told = senders.filter((i) => sightings.note(`10.9.${i >> 8}.${i & 255}`, infoHash, addressAt(i), 0))
  expect(told).toHaveLength(600)
})

test('a window counts each sender and all of them, and begins anew', () => {
  const window = new RateWindow({ perSender: 2, inAll: 3, windowMs: 1_000 })
  const senders = ['a', 'a', 'a', 'b', 'b', 'c']
  expect(senders.map((sender) => window.admits(sender, 5))).toEqual([true, true, false, true, false, false])
  expect(window.admits('c', 1_004)).toBe(false)
  expect(window.admits('c', 1_005)).toBe(true)
})
