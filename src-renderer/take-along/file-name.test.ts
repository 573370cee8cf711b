import { expect, it } from 'vitest'
import { fileNameAt } from './file-name.ts'

it('names a file after the local minute', () => {
  const when = new Date(2026, 10, 30, 9, 5)
  expect(fileNameAt(when, 'svg')).toBe('swarmscope-2026-11-30-0905.svg')
  expect(fileNameAt(when, 'csv', 'links')).toBe('swarmscope-links-2026-11-30-0905.csv')
})
