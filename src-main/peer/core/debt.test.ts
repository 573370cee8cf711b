import { expect, test } from 'vitest'
import { Debt } from './debt.ts'

test('it owes since the last block came, and nothing once all came or none has to come', () => {
  const debt = new Debt(1_000)
  expect([debt.sinceMs, debt.lastBlockAtMs]).toEqual([null, 1_000])
  debt.asked(2_000, true)
  debt.asked(2_500, false)
  expect([debt.sinceMs, debt.lastBlockAtMs]).toEqual([2_000, 2_000])
  debt.paid(3_000, true)
  expect([debt.sinceMs, debt.lastBlockAtMs]).toEqual([3_000, 3_000])
  debt.paid(4_000, false)
  expect([debt.sinceMs, debt.lastBlockAtMs]).toEqual([null, 4_000])
  debt.asked(5_000, true)
  debt.forgiven()
  expect([debt.sinceMs, debt.lastBlockAtMs]).toEqual([null, 5_000])
})

test('it answers as fast as it once did when it was asked for one block alone', () => {
  const debt = new Debt(0)
  const answers = [
    [50, 70],
    [100, 130],
    [200, 210],
    [300, 350],
  ].map(([askedMs = 0, cameMs = 0]) => {
    debt.asked(askedMs, true)
    debt.asked(askedMs + 1, false)
    debt.paid(cameMs, true)
    debt.paid(cameMs + 1, false)
    return debt.answerMs
  })
  expect(answers).toEqual([20, 20, 10, 10])
})
