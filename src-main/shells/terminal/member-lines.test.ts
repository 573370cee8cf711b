import { expect, test } from 'vitest'
import type { Member, SwarmFact } from '../../../src-shared/swarm/events.ts'
import type { Address, InfoHash, PeerId } from '../../../src-shared/swarm/ids.ts'
import { MemberLines } from './member-lines.ts'

const infoHash = '11'.repeat(20) as InfoHash
const id = '22'.repeat(20) as PeerId
const member: Member = {
  id,
  uuid: null,
  name: 'Ada',
  agent: 'Swarmscope',
  server: '10.0.0.251:5000' as Address,
  lab: true,
  role: 'leecher',
  haveCount: 0,
  uploadedBytes: 0,
  downloadedBytes: 0,
}

test('whom the tracker adds and removes is told once the course’s lines are out, each once', () => {
  const said: string[] = []
  const lines = new MemberLines((line) => said.push(line))
  const joined: SwarmFact = { type: 'member-joined', infoHash, member, introducedBy: null }
  lines.hear(joined)
  expect(said).toEqual([])
  lines.begin()
  expect(said).toEqual(['Tracker added peer 10.0.0.251/5000 to the swarm'])
  lines.hear({ type: 'member-updated', infoHash, member: { ...member, haveCount: 1 } })
  lines.hear({ type: 'member-left', infoHash, peer: id, reason: { code: 'left' } })
  lines.hear({ type: 'member-left', infoHash, peer: id, reason: { code: 'left' } })
  expect(said).toHaveLength(2)
  expect(said[1]).toMatch(/^Tracker removed peer 10\.0\.0\.251\/5000 from the swarm: \w/)
})

test('one that listens nowhere is called by its name', () => {
  const said: string[] = []
  const lines = new MemberLines((line) => said.push(line))
  lines.begin()
  lines.hear({ type: 'member-joined', infoHash, member: { ...member, server: null }, introducedBy: null })
  expect(said).toEqual(['Tracker added peer Ada to the swarm'])
})
