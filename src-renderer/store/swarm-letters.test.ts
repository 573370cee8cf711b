import { expect, it } from 'vitest'
import type { TorrentSummary } from '../../src-shared/swarm/events.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { notesTorrent } from '../testing/complete-view.ts'
import { sampleInfoHash, sampleView } from '../testing/sample-view.ts'
import { swarmLetters, swarmTitle } from './swarm-letters.ts'

const notes = { ...notesTorrent, infoHash: sampleInfoHash }

function torrents(count: number): Record<InfoHash, TorrentSummary> {
  const hashes = Array.from({ length: count }, (_, index) => `f${String(index).padStart(39, '0')}` as InfoHash)
  return Object.fromEntries(hashes.map((infoHash) => [infoHash, { ...notesTorrent, infoHash }]))
}

it('gives letters to several swarms, in the order in which they came', () => {
  const torrents = { [sampleInfoHash]: notes, [notesTorrent.infoHash]: notesTorrent }
  const view = { ...sampleView([]), torrents }
  expect([...swarmLetters(view)]).toEqual([
    [sampleInfoHash, 'A'],
    [notesTorrent.infoHash, 'B'],
  ])
  expect(swarmTitle(view, notesTorrent.infoHash)).toBe(`B · ${notesTorrent.name}`)
})

it('has no letters for a single one', () => {
  const view = { ...sampleView([]), torrents: { [sampleInfoHash]: notes } }
  expect(swarmLetters(view).size).toBe(0)
  expect(swarmTitle(view, sampleInfoHash)).toBe(notes.name)
})

it('begins anew after Z, and never gives a letter twice', () => {
  const letters = [...swarmLetters({ torrents: torrents(60) }).values()]
  expect(letters.slice(24, 28)).toEqual(['Y', 'Z', 'A2', 'B2'])
  expect(new Set(letters).size).toBe(60)
})
