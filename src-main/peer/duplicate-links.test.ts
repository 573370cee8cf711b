import { expect, test } from 'vitest'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { duplicateVerdict } from './duplicate-links.ts'
import type { Link } from './link.ts'

const low = '11'.repeat(20) as PeerId
const high = '99'.repeat(20) as PeerId
const ourKind = `2d5353${'00'.repeat(17)}` as PeerId

const aria2 = `41322d${'31'.repeat(17)}` as PeerId

const to = (remoteId: PeerId, dialled: boolean) => ({ remoteId, dialled }) as Link

test('a first link is welcome, a second the same way is not', () => {
  expect(duplicateVerdict(low, high, true, [])).toEqual({ refuse: false, close: undefined })
  expect(duplicateVerdict(low, high, true, [to(high, true)])).toEqual({ refuse: true, close: undefined })
  expect(duplicateVerdict(low, ourKind, false, [to(ourKind, false)])).toEqual({ refuse: true, close: undefined })
})

test('with our own kind there is one link each way', () => {
  expect(duplicateVerdict(low, ourKind, true, [to(ourKind, false)])).toEqual({ refuse: false, close: undefined })
})

test('aria2 ends one of two links by itself, so none is ended here; a second the same way is refused all the same', () => {
  expect(duplicateVerdict(low, aria2, false, [to(aria2, true)])).toEqual({ refuse: false, close: undefined })
  expect(duplicateVerdict(low, aria2, true, [to(aria2, false)])).toEqual({ refuse: false, close: undefined })
  expect(duplicateVerdict(high, aria2, false, [to(aria2, true)])).toEqual({ refuse: false, close: undefined })
  expect(duplicateVerdict(low, aria2, false, [to(aria2, false)])).toEqual({ refuse: true, close: undefined })
})

test('with another client the link that the larger peer id dialled stays, and both ends decide alike', () => {
  const accepted = to(high, false)
  const dialled = to(low, true)
  // low dials high while high's own dial is there already: high's stays.
  expect(duplicateVerdict(low, high, true, [accepted])).toEqual({ refuse: true, close: undefined })
  // high accepts low's dial while its own is there already: its own stays.
  expect(duplicateVerdict(high, low, false, [dialled])).toEqual({ refuse: true, close: undefined })
  // high dials low while low's dial is there already: high's replaces it, at both ends.
  const theirs = to(low, false)
  expect(duplicateVerdict(high, low, true, [theirs])).toEqual({ refuse: false, close: theirs })
  const own = to(high, true)
  expect(duplicateVerdict(low, high, false, [own])).toEqual({ refuse: false, close: own })
})
