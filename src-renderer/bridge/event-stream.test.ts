import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDataLineReader } from './event-stream.ts'

function read(chunks: readonly string[]): string[] {
  const lines: string[] = []
  const take = createDataLineReader((data) => lines.push(data))
  for (const chunk of chunks) take(chunk)
  return lines
}

describe('the data lines of an event stream', () => {
  const text = 'data: {"a":1}\n\n: still here\ndata:two\r\n\nevent: x\ndata: \ndata: unfinished'
  const lines = ['{"a":1}', 'two', '']

  it('are the same wherever the stream is split', () => {
    for (let first = 0; first <= text.length; first++)
      for (let second = first; second <= text.length; second++)
        expect(read([text.slice(0, first), text.slice(first, second), text.slice(second)])).toEqual(lines)
  })

  it('are passed on whole, whatever is in them', () => {
    const data = fc.string({ unit: 'binary' }).map((line) => line.replaceAll(/[\r\n]/g, ''))
    fc.assert(
      fc.property(fc.array(data), fc.integer({ min: 1, max: 7 }), (all, step) => {
        const stream = all.map((line) => `data: ${line}\n\n`).join('')
        const chunks = Array.from({ length: Math.ceil(stream.length / step) }, (_, i) =>
          stream.slice(i * step, (i + 1) * step),
        )
        expect(read(chunks)).toEqual(all)
      }),
    )
  })
})
