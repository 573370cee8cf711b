import { describe, expect, it } from 'vitest'
import { chosenOptions, defaultShareOptions, pieceLengths, pieceLengthWords } from './share-options.ts'

describe('the options for sharing', () => {
  it('offer 16 KiB to 16 MiB', () => {
    const words = pieceLengths.map(pieceLengthWords)
    expect([words.at(0), words.at(6), words.at(-1)]).toEqual(['16 KiB', '1 MiB', '16 MiB'])
  })

  it('say only what is not as usual', () => {
    expect(chosenOptions(defaultShareOptions)).toBeUndefined()
    expect(chosenOptions({ pieceLengthBytes: 65_536, isPrivate: true })).toBe('pieces of 64 KiB, private')
  })
})
