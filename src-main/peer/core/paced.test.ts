import { expect, test } from 'vitest'
import { Paced } from './paced.ts'

test('the first is done at once, the rest together once the gap is over', () => {
  let done = 0
  const paced = new Paced(100, () => done++)
  paced.ask(0)
  expect(done).toBe(1)
  for (let ms = 1; ms < 100; ms++) paced.ask(ms)
  expect(done).toBe(1)
  paced.tick(99)
  expect(done).toBe(1)
  paced.tick(100)
  expect(done).toBe(2)
  paced.tick(300)
  expect(done).toBe(2)
})
