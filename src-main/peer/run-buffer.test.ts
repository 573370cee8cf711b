import { expect, test } from 'vitest'
import { encodeMessage } from '../../src-shared/wire/message-table.ts'
import { runBlocks } from './core/run.ts'
import { RunBuffer, takeRunBuffer } from './run-buffer.ts'

const blockBytes = 16 * 1024

test('blocks that are filled in where they belong are messages as they are sent', () => {
  const buffer = new RunBuffer(4)
  const run = [0, 1, 2].map((block) => ({ piece: 9, begin: block * blockBytes, length: block < 2 ? blockBytes : 100 }))
  const targets = buffer.blocksOf(run)
  expect(targets.map(({ length }) => length)).toEqual([blockBytes, blockBytes, 100])
  for (const [i, target] of targets.entries()) target.fill(i + 1)
  const messages = run.map(({ piece, begin, length }, i) =>
    encodeMessage({ name: 'piece', piece, begin, block: new Uint8Array(length).fill(i + 1) }),
  )
  expect(Buffer.compare(buffer.messagesOf(run, 0, 3), Buffer.concat(messages))).toBe(0)
  expect(Buffer.compare(buffer.messagesOf(run, 1, 3), Buffer.concat(messages.slice(1)))).toBe(0)
})

test('after a short block whole ones fit again', () => {
  const buffer = new RunBuffer(1)
  buffer.blocksOf([{ piece: 0, begin: 0, length: 5 }])
  expect(buffer.blocksOf([{ piece: 0, begin: 0, length: blockBytes }])[0]).toHaveLength(blockBytes)
})

test('buffers are as large as needed, and used again', () => {
  const taken = [2, 4, 5, 16, 17, 64].map(takeRunBuffer)
  expect(taken.map(({ size }) => size)).toEqual([4, 4, 16, 16, 64, 64])
  for (const buffer of taken) buffer.letGo()
  expect(taken).toContain(takeRunBuffer(3))
})

test('of what all hold together there is an end: then who asks for much gets less, and in the end one block', () => {
  const taken = Array.from({ length: 100 }, () => takeRunBuffer(64))
  expect(taken.filter(({ size }) => size > 1).reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(
    16 * runBlocks,
  )
  expect(taken.at(-1)?.size).toBe(1)
  for (const buffer of taken) buffer.letGo()
  const small = Array.from({ length: 16 * (runBlocks / 4) }, () => takeRunBuffer(4))
  expect(small.at(-100)?.size).toBe(4)
  for (const buffer of small) buffer.letGo()
  expect(takeRunBuffer(64).size).toBe(64)
})

test('what rests stays where it is not enough for a larger one', () => {
  const taken = []
  do taken.push(takeRunBuffer(64))
  while (taken.at(-1)!.size > 1)
  taken.find(({ size }) => size === 64)!.letGo()
  const small = [1, 2, 3, 4].map(() => takeRunBuffer(16))
  expect(small.map(({ size }) => size)).toEqual([16, 16, 16, 16])
  small[0]!.letGo()
  expect(takeRunBuffer(64)).toBe(small[0])
})

test('a buffer that others keep is used again only once the last of them let it go', () => {
  const buffer = takeRunBuffer(1)
  buffer.keep()
  buffer.letGo()
  const others = Array.from({ length: 300 }, () => takeRunBuffer(1))
  expect(others).not.toContain(buffer)
  buffer.letGo()
  expect(takeRunBuffer(1)).toBe(buffer)
})
