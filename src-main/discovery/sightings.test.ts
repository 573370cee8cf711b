import { expect, test } from 'vitest'
import type { Address, InfoHash } from '../../src-shared/swarm/ids.ts'
import { RateWindow } from './rate-window.ts'
import { type Said, Sightings } from './sightings.ts'

const infoHash = '11'.repeat(20) as InfoHash
const minuteMs = 60_000
const said = (sender: string, address: string, more: Partial<Said> = {}): Said => {
  return { sender, infoHash, address: address as Address, cookie: null, ...more }
}
const addressAt = (number: number) => `10.0.${number >> 8}.${number & 255}:5000`

test('somebody is new once, worth telling again after a minute, and new again after a long silence', () => {
  const sightings = new Sightings()
  const hear = (atMs: number) => sightings.note(said('10.0.0.7', addressAt(7)), atMs)
  const answers = [0, 2_000, 10_000, minuteMs, minuteMs + 1, 6 * minuteMs, 16 * minuteMs].map(hear)
  expect(answers).toEqual(['new', undefined, undefined, 'again', undefined, 'again', 'new'])
})

test('one address in two swarms, and two addresses of one sender, are each something to tell', () => {
  const sightings = new Sightings()
  expect(sightings.note(said('10.0.0.7', addressAt(7)), 0)).toBe('new')
  expect(sightings.note(said('10.0.0.7', addressAt(7), { infoHash: '22'.repeat(20) as InfoHash }), 0)).toBe('new')
  expect(sightings.note(said('10.0.0.7', '10.0.0.7:5001'), 0)).toBe('new')
})

test('a program that is heard by IPv4 is not told of by IPv6 as well, but the other way round it is', () => {
  const sightings = new Sightings()
  const hear = (address: string, atMs: number, cookie: string | null = 'c') =>
    sightings.note(said('', address, { cookie }), atMs)
  expect(hear('[fd00::7]:5000', 0)).toBe('new')
  expect(hear('10.0.0.7:5000', 0)).toBe('new')
  expect(hear('[fd00::7]:5000', minuteMs)).toBeUndefined()
  expect(hear('[fd00::8]:5000', minuteMs, 'another')).toBe('new')
  expect(hear('[fd00::9]:5000', minuteMs, null)).toBe('new')
  expect(hear('[fd00::7]:5000', 10 * minuteMs)).toBe('new')
})

test('one sender cannot tell of more than its share, and does not take that of others', () => {
  const sightings = new Sightings()
  const told = (sender: string, from: number) =>
    Array.from({ length: 1_000 }, (_, i) => sightings.note(said(sender, addressAt(from + i)), 0)).filter(Boolean)
  expect(told('10.0.0.7', 0)).toHaveLength(60)
  expect(told('10.0.0.8', 1_000)).toHaveLength(60)
  expect(sightings.note(said('10.0.0.7', addressAt(5_000)), minuteMs)).toBe('new')
})

test('all senders together cannot tell of more than the whole', () => {
  const sightings = new Sightings()
  const senders = Array.from({ length: 5_000 }, (_, i) => i)
  const told = senders.filter((i) => sightings.note(said(`10.9.${i >> 8}.${i & 255}`, addressAt(i)), 0))
  expect(told).toHaveLength(600)
})

test('a window counts each sender and all of them, and begins anew', () => {
  const window = new RateWindow({ perSender: 2, inAll: 3, windowMs: 1_000 })
  const senders = ['a', 'a', 'a', 'b', 'b', 'c']
  expect(senders.map((sender) => window.admits(sender, 5))).toEqual([true, true, false, true, false, false])
  expect(window.admits('c', 1_004)).toBe(false)
  expect(window.admits('c', 1_005)).toBe(true)
})
