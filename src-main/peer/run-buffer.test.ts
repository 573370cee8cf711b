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

test('large buffers are used again, and never become many: who gets none sends block by block', () => {
  const taken = Array.from({ length: 40 }, () => takeRunBuffer(2))
  const large = taken.filter(({ size }) => size === runBlocks)
  expect(large.length).toBeLessThanOrEqual(16)
  expect(taken.filter(({ size }) => size === 1)).toHaveLength(40 - large.length)
  for (const buffer of taken) buffer.letGo()
  expect(large).toContain(takeRunBuffer(64))
})

test('a buffer that others keep is used again only once the last of them let it go', () => {
  const buffer = takeRunBuffer(1)
  buffer.keep()
  buffer.letGo()
  const others = Array.from({ length: 100 }, () => takeRunBuffer(1))
  expect(others).not.toContain(buffer)
  buffer.letGo()
  expect(takeRunBuffer(1)).toBe(buffer)
})
