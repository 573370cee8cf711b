import { describe, expect, it } from 'vitest'
import { noGivers, withGivers } from '../../src-shared/swarm/piece-givers.ts'
import { difference, visions } from '../testing/colour-vision.ts'
import { samplePeerId } from '../testing/sample-view.ts'
import { countedGivers, giverColour, giverWords, mostColours } from './givers.ts'

const [p1, p2, p3] = [samplePeerId(1), samplePeerId(2), samplePeerId(3)]
const givers = [[p1], [p2], [p2], [p1, p3], [p3]].reduce(
  (known, from, piece) => withGivers(known, 10, piece, from),
  noGivers,
)

describe('who gave the pieces', () => {
  it('is counted, the most first, of the pieces that are there', () => {
    const counted = countedGivers(givers, (piece) => piece < 4, 10)
    expect(giverWords(counted, (id) => (id === p1 ? 'P1' : 'P2'))).toBe('2 from P2, 1 from P1, 1 from several')
    expect(
      giverWords(
        countedGivers(noGivers, () => true, 10),
        () => 'P1',
      ),
    ).toBe('')
  })

  it.each(visions)('has a colour that is told from the others with %s', (vision) => {
    const order = Array.from({ length: mostColours }, (_, index) => samplePeerId(index + 1))
    const colours = [...order, 'several' as const, null].map((giver) => giverColour(giver, order))
    const distances = colours.flatMap((one, at) => colours.slice(at + 1).map((other) => difference(one, other, vision)))
    expect(Math.min(...distances)).toBeGreaterThan(15)
  })

  it('has a colour by its place, the same as long as the picture is shown', () => {
    expect(giverColour(p2, [p1, p2])).toBe(giverColour(p2, [p1, p2, p3]))
    const crowd = Array.from({ length: mostColours + 2 }, (_, index) => samplePeerId(index + 1))
    expect(new Set(crowd.map((id) => giverColour(id, crowd))).size).toBe(mostColours + 1)
    expect(giverColour(null, crowd)).not.toBe(giverColour('several', crowd))
  })
})
