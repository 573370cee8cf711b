import { expect, test } from 'vitest'
import { ManualClock } from '../testing/manual-clock.ts'
import { Outlet } from './outlet.ts'

/** An outlet, with what it wrote as hex, and what to call when that is sent. */
function outletOf(clock = new ManualClock()) {
  const wrote: string[] = []
  const sent: (() => void)[] = []
  const outlet = new Outlet((bytes, onSent) => {
    wrote.push(Buffer.from(bytes).toString('hex'))
    if (onSent) sent.push(onSent)
  })
  return { clock, outlet, wrote, sent }
}

const choke = '0000000100'
const interested = '0000000102'
const haveOne = '000000050400000001'

test('the messages of one turn go in one write, in order', async () => {
  const { clock, outlet, wrote } = outletOf()
  outlet.send({ name: 'choke' })
  outlet.send({ name: 'have', piece: 1 })
  expect([outlet.waitingBytes, wrote]).toEqual([14, []])
  await clock.advance(0)
  expect([outlet.waitingBytes, wrote]).toEqual([0, [choke + haveOne]])
  outlet.send({ name: 'interested' })
  await clock.advance(0)
  expect(wrote[1]).toBe(interested)
})

test('what is written already goes as it is, but behind what waits and not between the slices of a block', async () => {
  const { clock, outlet, wrote } = outletOf()
  const written = Buffer.from(haveOne, 'hex')
  outlet.sendWritten(written)
  expect(wrote).toEqual([haveOne])
  outlet.send({ name: 'choke' })
  outlet.sendWritten(written)
  expect(wrote).toHaveLength(1)
  await clock.advance(0)
  expect(wrote[1]).toBe(choke + haveOne)
  outlet.beginBlock(Uint8Array.of(1, 2), () => undefined)
  outlet.sendWritten(written)
  await clock.advance(0)
  expect([wrote.length, outlet.waitingBytes]).toEqual([2, 9])
  outlet.sendSlice(2)
  expect(wrote.slice(2)).toEqual(['0102', haveOne])
})

test('nothing goes between the slices of a block', async () => {
  const { clock, outlet, wrote } = outletOf()
  outlet.send({ name: 'interested' })
  outlet.beginBlock(Uint8Array.of(1, 2, 3), () => undefined)
  outlet.sendSlice(2)
  outlet.send({ name: 'choke' })
  await clock.advance(100)
  expect([wrote, outlet.restBytes]).toEqual([[interested, '0102'], 1])
  outlet.sendSlice(1)
  expect([wrote.slice(2), outlet.restBytes]).toEqual([['03', choke], 0])
})

test('a block is sent once its last slice is', () => {
  const { outlet, sent } = outletOf()
  let isSent = false
  outlet.beginBlock(Uint8Array.of(1, 2, 3), () => {
    isSent = true
  })
  for (const bytes of [1, 2]) outlet.sendSlice(bytes)
  expect(outlet.sendingBytes).toBe(3)
  sent[0]?.()
  expect([isSent, outlet.sendingBytes]).toEqual([false, 2])
  sent[1]?.()
  expect([isSent, outlet.sendingBytes]).toEqual([true, 0])
})

test('there is room while fewer than two writes of blocks are on their way', async () => {
  const { clock, outlet, sent } = outletOf()
  let hasRoom = false
  const wait = () => void outlet.room().then(() => (hasRoom = true))
  outlet.sendBlocks(Uint8Array.of(1), () => undefined)
  wait()
  await clock.advance(0)
  expect(hasRoom).toBe(true)
  hasRoom = false
  outlet.sendBlocks(Uint8Array.of(2), () => undefined)
  wait()
  await clock.advance(0)
  expect(hasRoom).toBe(false)
  sent[0]?.()
  await clock.advance(0)
  expect(hasRoom).toBe(true)
})

test('finished, the rest of the block and what waits go at once', () => {
  const { outlet, wrote } = outletOf()
  outlet.beginBlock(Uint8Array.of(1, 2), () => undefined)
  outlet.send({ name: 'choke' })
  outlet.finish()
  expect(wrote).toEqual(['0102', choke])
})
