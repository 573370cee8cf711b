import { describe, expect, it } from 'vitest'
import type { LinkView } from '../../src-shared/swarm/view.ts'
import {
  demoView,
  labView,
  sampleDial,
  sampleInfoHash,
  sampleLink,
  sampleMembership,
  samplePeer,
  samplePeerId,
  samplePieceCount,
  sampleTorrent,
  sampleView,
} from '../testing/sample-view.ts'
import { dialSwarms, dialsOf, typedDialsOf } from './dials.ts'
import { flagsOf } from './link-flags.ts'
import { peerRows } from './peer-rows.ts'
import { hasDemo, isDemoOver, nameOf, peersInOrder } from './peers.ts'
import { pictureHolders, pictureTorrents } from './picture-holders.ts'
import { ratesBySwarm, ratesOf, totalBytesPerSec } from './rates.ts'
import { summaryLine } from './summary.ts'
import { swarmIfSeveral, swarmName } from './swarm-name.ts'
import { viewOfSwarm } from './view-of-swarm.ts'

const p1 = samplePeer(1, samplePieceCount)
const p2 = samplePeer(2, 24)
const busy = sampleLink(p2, p1, 5101, { toDiallerBytesPerSec: 3000, toAcceptorBytesPerSec: 500 })

describe('peersInOrder', () => {
  it('puts this window’s peer first and counts numbers in names', () => {
    const view = sampleView([samplePeer(12, 0), samplePeer(10, 0), samplePeer(2, 0)])
    expect(peersInOrder(view).map(({ name }) => name)).toEqual(['P12', 'P2', 'P10'])
  })
})

describe('nameOf', () => {
  it('still knows a peer that left, and falls back to its id', () => {
    const left = { id: samplePeerId(7), name: 'Ada', server: null, reason: { code: 'left' }, atMs: 1 } as const
    const view = { ...sampleView([p1]), departed: [left] }
    expect(nameOf(view, left.id)).toBe('Ada')
    expect(nameOf(view, samplePeerId(8))).toBe('2d535330')
  })

  it('tells a remote peer from its namesakes by its address', () => {
    const namesake = samplePeer(2, 0, { local: false, name: 'P1' })
    const view = sampleView([p1, namesake, samplePeer(4, 0, { local: false })])
    expect(Object.values(view.peers).map(({ id }) => nameOf(view, id))).toEqual(['P1', 'P1 (127.0.0.1:7000)', 'P4'])
    expect(nameOf(sampleView([p1, { ...namesake, server: null }]), namesake.id)).toBe('P1 (0002)')
  })
})

describe('hasDemo', () => {
  it('is about other peers of this app, not about remote ones', () => {
    expect(hasDemo(sampleView([p1, samplePeer(2, 0, { local: false })]))).toBe(false)
    expect(hasDemo(sampleView([p1, p2]))).toBe(true)
  })
})

describe('isDemoOver', () => {
  it('is so once every demo peer that runs has everything', () => {
    const [whole, stopped] = [samplePeer(3, samplePieceCount), samplePeer(4, 2, { running: false })]
    expect(isDemoOver(sampleView([p1]))).toBe(false)
    expect(isDemoOver(sampleView([p1, p2, whole]))).toBe(false)
    expect(isDemoOver(sampleView([p1, whole]))).toBe(true)
    expect(isDemoOver(sampleView([p1, whole, stopped, samplePeer(5, 0, { local: false })]))).toBe(true)
    expect(isDemoOver(sampleView([p1, stopped]))).toBe(false)
    expect(isDemoOver(sampleView([p1, { ...whole, swarms: {} }]))).toBe(false)
  })
})

describe('rates', () => {
  it('are seen from each end of a link', () => {
    const view = sampleView([p1, p2], [busy])
    expect(ratesOf(view, p2.id)).toEqual({ downBytesPerSec: 3000, upBytesPerSec: 500 })
    expect(ratesOf(view, p1.id)).toEqual({ downBytesPerSec: 500, upBytesPerSec: 3000 })
    expect(totalBytesPerSec(view)).toBe(3500)
  })

  it('are told apart by swarm', () => {
    const other = 'd1'.repeat(20) as typeof sampleInfoHash
    const here = sampleLink(p2, p1, 5101, { toDiallerBytesPerSec: 3000 })
    const there = sampleLink(p2, p1, 5102, { toDiallerBytesPerSec: 20, infoHash: other })
    const rates = ratesBySwarm(sampleView([p1, p2], [here, there]), p2.id)
    expect([rates.get(sampleInfoHash)?.downBytesPerSec, rates.get(other)?.downBytesPerSec]).toEqual([3000, 20])
  })
})

describe('flagsOf', () => {
  const letters = (dialler: [boolean, boolean], acceptor: [boolean, boolean], mine = p2.id) =>
    flagsOf(
      {
        ...busy,
        diallerFlags: { choking: dialler[0], interested: dialler[1] },
        acceptorFlags: { choking: acceptor[0], interested: acceptor[1] },
      },
      mine,
    )
      .map(({ letter }) => letter)
      .join('')

  it.each([
    ['D', [true, true], [false, false]],
    ['d', [true, true], [true, false]],
    ['K', [true, false], [false, false]],
    ['U', [false, false], [true, true]],
    ['u', [true, false], [true, true]],
    ['?', [false, false], [true, false]],
    ['DU', [false, true], [false, true]],
    ['', [true, false], [true, false]],
  ] as const)('says %j as the dialler sees it', (wanted, dialler, acceptor) => {
    expect(letters([...dialler], [...acceptor])).toBe(wanted)
  })

  it('turns the flags round for the acceptor, for whom the link is incoming', () => {
    expect(letters([true, true], [false, false], p1.id)).toBe('UI')
  })
})

describe('peerRows', () => {
  it('lists the clients of each peer by port, with whom they dialled', () => {
    const row = peerRows(labView(3), null).find(({ peer }) => peer.name === 'P2')
    expect(row?.clients).toEqual([
      { clientId: 5101, whom: 'P1' },
      { clientId: 5102, whom: 'P3' },
    ])
    expect(row?.served).toBe(1)
  })

  it('agrees with ratesOf, peer by peer', () => {
    const view = demoView()
    for (const { peer, downBytesPerSec, upBytesPerSec } of peerRows(view, null))
      expect({ downBytesPerSec, upBytesPerSec }).toEqual(ratesOf(view, peer.id))
  })

  it('keeps the row of a peer of whom nothing new is told, and no other', () => {
    const view = labView(3)
    const before = peerRows(view, null)
    const [link] = Object.values<LinkView>(view.links)
    const faster = { ...link!, toDiallerBytesPerSec: link!.toDiallerBytesPerSec + 1 }
    const after = peerRows({ ...view, links: { ...view.links, [faster.key]: faster } }, null)
    const changed = after.filter((row, at) => row !== before[at]).map(({ peer }) => peer.id)
    expect(new Set(changed)).toEqual(new Set([faster.dialler, faster.acceptor]))
  })

  it('shows the flags of my own links only', () => {
    const rows = peerRows(demoView(), null)
    expect(rows[0]).toMatchObject({ isMe: true, flags: [] })
    expect(rows.find(({ peer }) => peer.name === 'P2')?.flags.map(({ letter }) => letter)).toContain('I')
    expect(rows.find(({ peer }) => !peer.local)?.flags).toEqual([])
  })
})

describe('summaryLine', () => {
  it('counts the peers that run', () => {
    const view = sampleView([p1, p2, samplePeer(3, 0, { running: false })], [busy])
    expect(summaryLine(view)).toBe('2 peers · 1 seeder · 3.42 KiB/s')
  })

  it('counts each peer by its part in one swarm, the shown one where it is in it', () => {
    const other = 'd1'.repeat(20) as typeof sampleInfoHash
    const parts = { [sampleInfoHash]: sampleMembership(samplePieceCount), [other]: sampleMembership(3) }
    const view = sampleView([samplePeer(1, 0, { swarms: parts }), p2])
    expect(summaryLine(viewOfSwarm(view, other))).toBe('1 peer · 0 seeders · 0 B/s')
    expect(summaryLine(viewOfSwarm(view, sampleInfoHash))).toBe('2 peers · 1 seeder · 0 B/s')
  })

  it('counts peers of other programs too', () => {
    expect(summaryLine(sampleView([p1, samplePeer(2, 0, { local: false })]))).toBe('2 peers · 1 seeder · 0 B/s')
  })
})

describe('dialsOf', () => {
  it('gives one peer’s dials, the oldest first', () => {
    const dials = [
      sampleDial(p1, '10.0.0.2:5000', 5002, { startedAtMs: 20 }),
      sampleDial(p1, '10.0.0.1:5000', 5001, { startedAtMs: 10 }),
      sampleDial(p2, '10.0.0.3:5000', 5101),
    ]
    expect(dialsOf(sampleView([p1, p2], [], dials), p1.id).map(({ clientId }) => clientId)).toEqual([5001, 5002])
  })
})

describe('typedDialsOf', () => {
  it('leaves out the dials that the peer makes by itself', () => {
    const dials = [sampleDial(p1, '10.0.0.1:5000', 5001, { own: true }), sampleDial(p1, '10.0.0.2:5000', 5002)]
    expect(typedDialsOf(sampleView([p1], [], dials), p1.id).map(({ clientId }) => clientId)).toEqual([5002])
  })
})

describe('dialSwarms', () => {
  const [paused, fetched, failed] = ['d1', 'd2', 'd3'].map((byte) => byte.repeat(20) as typeof sampleInfoHash)
  const magnet = { name: 'slides', receivedBytes: 0, totalBytes: null, from: null, failure: null }

  it('leaves out what is paused or failed, and counts magnet links last', () => {
    const swarms = { ...p1.swarms, [paused!]: sampleMembership(3, { state: 'paused' }) }
    const magnets = {
      [failed!]: { ...magnet, infoHash: failed!, failure: 'Nobody has it.' },
      [fetched!]: { ...magnet, infoHash: fetched! },
    }
    const view = { ...sampleView([p1]), magnets }
    expect(dialSwarms(view, { ...p1, swarms })).toEqual([sampleInfoHash, fetched])
    expect(swarmName(view, fetched!)).toBe('slides')
  })
})

describe('pictures', () => {
  it('are files that end in .bmp, held by running local peers', () => {
    const view = sampleView([p1, p2, samplePeer(3, 9, { local: false }), samplePeer(4, 9, { running: false })])
    expect(pictureTorrents(view).map(({ name }) => name)).toEqual(['course-picture.bmp'])
    const named = (name: string, files = sampleTorrent.files) =>
      pictureTorrents({ ...view, torrents: { [sampleInfoHash]: { ...sampleTorrent, name, files } } }).length
    expect(['a.PNG', 'a.jpeg', 'a.jpg', 'a.gif', 'a.png.exe'].map((name) => named(name))).toEqual([1, 1, 1, 0, 0])
    expect(named('folder.png', [...sampleTorrent.files, ...sampleTorrent.files])).toBe(0)
    expect(pictureHolders(view, sampleInfoHash).map(({ peer }) => peer.name)).toEqual(['P1', 'P2'])
  })
})

describe('swarmIfSeveral', () => {
  const other = sampleInfoHash.replaceAll('c', 'd') as typeof sampleInfoHash
  const inTwo = samplePeer(1, 96, { swarms: { [sampleInfoHash]: sampleMembership(96), [other]: sampleMembership(0) } })

  it('names a swarm only for a peer that is in several', () => {
    const view = sampleView([inTwo, p2])
    expect(swarmIfSeveral(view, inTwo, sampleInfoHash)).toBe('course-picture.bmp')
    expect(swarmIfSeveral(view, inTwo, other)).toBe(other.slice(0, 8))
    expect(swarmIfSeveral(view, inTwo, null)).toBeUndefined()
    expect(swarmIfSeveral(view, p2, sampleInfoHash)).toBeUndefined()
  })
})
