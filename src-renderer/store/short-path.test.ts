import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shortPath } from './short-path.ts'

describe('shortPath', () => {
  it('leaves out the middle of what is too long', () => {
    expect(shortPath('course/week 1/slides.pdf', 24)).toBe('course/week 1/slides.pdf')
    expect(shortPath('course/week 1/introduction/slides.pdf', 22)).toBe('course/…ion/slides.pdf')
  })

  it('is never longer than asked for, and keeps characters whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 3, max: 40 }), (path, most) => {
        const short = [...shortPath(path, most)]
        expect(short.length).toBe(Math.min(most, [...path].length))
        expect(short.at(-1)).toBe([...path].at(-1))
      }),
    )
  })
})
