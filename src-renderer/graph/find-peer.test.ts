import { expect, test } from 'vitest'
import { demoView, labView } from '../testing/sample-view.ts'
import { nextOf, peersNamed } from './find-peer.ts'
import { graphModel } from './model.ts'

const names = (text: string) => peersNamed(graphModel(demoView()), text).map(({ name }) => name)

test('a peer is found by its name, its address or its client, whatever the case', () => {
  expect(names('p3')).toEqual(['P3'])
  expect(names('127.0.0.1:7000')).toEqual(['P2'])
  expect(names('TRANSMISSION')).toEqual(['Transmission 3.00'])
})

test('nobody is found by nothing', () => {
  expect(names('  ')).toEqual([])
  expect(names('zebra')).toEqual([])
})

test('asked again, the next is found, and after the last the first', () => {
  const found = peersNamed(graphModel(labView(3)), 'P')
  expect(found).toHaveLength(3)
  expect(nextOf(found, null)).toBe(found[0])
  expect(nextOf(found, found[0]!.selection)).toBe(found[1])
  expect(nextOf(found, found[2]!.selection)).toBe(found[0])
  expect(nextOf([], null)).toBeUndefined()
})
