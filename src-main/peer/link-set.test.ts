import { expect, test } from 'vitest'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { LinkSet } from './link-set.ts'

const to = (name: string) => ({ remoteId: name as PeerId })

test('the links to each peer are those that were added and not deleted, oldest first', () => {
  const [a1, b, a2] = [to('a'), to('b'), to('a')]
  const links = new LinkSet<typeof a1>()
  links.add(a1).add(b).add(a2).add(a1)
  expect([[...links], links.to(a1.remoteId)]).toEqual([
    [a1, b, a2],
    [a1, a2],
  ])
  links.delete(a1)
  expect([links.to(a1.remoteId), links.to(b.remoteId), links.size]).toEqual([[a2], [b], 2])
  links.delete(a2)
  expect([links.delete(a2), links.to(a1.remoteId)]).toEqual([false, []])
  links.clear()
  expect([links.to(b.remoteId), links.size]).toEqual([[], 0])
})
