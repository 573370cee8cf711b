import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepPlaces, recallPlaces } from './kept-places.ts'

const stored = new Map<string, string>()
beforeEach(() => {
  stored.clear()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => stored.set(name, value),
  })
})
afterEach(() => vi.unstubAllGlobals())

test('places come back as they were kept, to the nearest px', () => {
  keepPlaces([['peer 1', 12.4, -7.6]])
  expect(recallPlaces()).toEqual([['peer 1', 12, -8]])
})

test('whoever leaves before anybody has a place forgets nothing', () => {
  keepPlaces([['peer 1', 12, -8]])
  keepPlaces([])
  expect(recallPlaces()).toEqual([['peer 1', 12, -8]])
})

test('those of a very large swarm are not kept', () => {
  keepPlaces(Array.from({ length: 401 }, (_, index) => [`peer ${index}`, 0, 0] as const))
  expect(recallPlaces()).toEqual([])
})

test('what cannot be a place is forgotten', () => {
  stored.set('swarmscope.places', JSON.stringify([['peer 1', 'left', 0]]))
  expect(recallPlaces()).toEqual([])
})
