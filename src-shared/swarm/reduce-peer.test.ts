import { describe, expect, it } from 'vitest'
import {
  broadcast,
  client,
  dialId,
  infoHash,
  joined,
  listed,
  opened,
  peerId,
  seen,
  serverOf,
  started,
  stopped,
  unlisted,
} from '../testing/sample-events.ts'
import { peerOf, swarmOf, type Told, viewAfter } from '../testing/sample-view.ts'
import { reduce } from './reduce.ts'

describe('a local peer', () => {
  it('is a running node from its start, and the window is the one that says so', () => {
    const view = viewAfter(started(1, true), started(2))
    expect(view.me).toBe(peerId(1))
    expect(peerOf(view, 2)).toMatchObject({ local: true, running: true, lab: true, name: 'P2', listedBy: [] })
    expect(view).toMatchObject({ seq: 2, atMs: 2 })
  })

  it('shows where its server listens, or why it cannot', () => {
    const failure = { requested: serverOf(1), failure: 'port-in-use', nextFreePort: 7005 } as const
    const failed = viewAfter(started(1), [1, { type: 'server-failed', ...failure }])
    expect(peerOf(failed, 1)).toMatchObject({ server: null, serverFailure: failure })
    const mended = reduce(failed, seen(3, 1, { type: 'server-listening', address: serverOf(1) }))
    expect(peerOf(mended, 1)).toMatchObject({ server: serverOf(1), serverFailure: null })
  })

  describe('whose port was taken at its start', () => {
    const failure = { requested: serverOf(1), failure: 'port-in-use', nextFreePort: 7005 } as const
    const listening = (port: number): Told => [1, { type: 'server-listening', address: client(port) }]
    const settings = (serverPort: number): Told => [
      1,
      {
        type: 'settings-changed',
        settings: {
          name: 'P1',
          serverPort,
          clientPorts: { first: 5001, last: 5010 },
          maxRemoteClients: 9,
          openToNetwork: false,
          localDiscovery: true,
          dht: false,
          demoApart: false,
          reportLinks: true,
        },
        dataFolder: '',
      },
    ]
    const start = [
      started(1, true),
      [1, { type: 'server-failed', ...failure }] as const,
      listening(7005),
      [1, { type: 'tracker-running' }] as const,
      settings(7001),
    ]

    it('still says so while it listens on another port', () =>
      expect(peerOf(viewAfter(...start), 1)).toMatchObject({ server: client(7005), serverFailure: failure }))

    it('says so no longer once its settings name the port that it listens on', () =>
      expect(peerOf(viewAfter(...start, settings(7005)), 1)?.serverFailure).toBeNull())

    it('says so no longer once it listens where it was asked to', () =>
      expect(peerOf(viewAfter(...start, listening(7001)), 1)?.serverFailure).toBeNull())
  })

  it('counts who was turned away', () => {
    const away: Told = [
      1,
      { type: 'server-turned-away', remote: client(9), reason: { code: 'server-full', maximum: 1 } },
    ]
    expect(peerOf(viewAfter(started(1), away, away), 1)?.turnedAway).toBe(2)
  })

  it('shows its tracker and what it broadcast', () => {
    const view = viewAfter(started(1), [1, { type: 'tracker-running' }], broadcast(1, 4))
    expect(peerOf(view, 1)?.tracker).toEqual({
      broadcasts: 1,
      lists: { [infoHash]: 4 },
      members: 4,
      lastBroadcastAtMs: 3,
      served: { http: 0, udp: 0, refused: 0 },
    })
  })

  it('is named by its settings', () => {
    const clientPorts = { first: 6001, last: 6002 }
    const switches = { openToNetwork: false, localDiscovery: true, dht: false, demoApart: false, reportLinks: true }
    const settings = { name: 'Ada', serverPort: 5000, clientPorts, maxRemoteClients: 9, ...switches }
    const view = viewAfter(started(1, true), [1, { type: 'settings-changed', settings, dataFolder: '/home/ada' }])
    expect(view).toMatchObject({ settings, dataFolder: '/home/ada' })
    expect(peerOf(view, 1)).toMatchObject({ name: 'Ada', clientPorts })
  })

  it('when stopped, loses its server, links, dials and lists, and stays while somebody lists it', () => {
    const dial: Told = [2, { type: 'dial-started', dial: dialId('d'), infoHash, remote: serverOf(9), clientId: 5003 }]
    const before = viewAfter(
      started(1, true),
      started(2),
      listed(1, 2),
      listed(2, 1),
      listed(2, 3),
      opened(1, 2, 'a', false),
      dial,
    )
    const view = reduce(before, seen(8, ...stopped(2)))
    expect(view.links).toEqual({})
    expect(view.linkKeys).toEqual({})
    expect(view.dials).toEqual({})
    expect(peerOf(view, 1)?.listedBy).toEqual([])
    expect(peerOf(view, 2)).toMatchObject({
      running: false,
      server: null,
      listedBy: [peerId(1)],
      lastReason: { code: 'killed' },
    })
    expect(view.departed).toMatchObject([{ name: 'P3', reason: { code: 'no-longer-listed' } }])
    const after = reduce(view, seen(9, ...unlisted(1, 2)))
    expect(peerOf(after, 2)).toBeUndefined()
    expect(after.departed[0]).toEqual({ id: peerId(2), name: 'P2', server: null, reason: { code: 'reset' }, atMs: 9 })
  })

  it('departs at once with its own reason when nobody lists it, and comes back when started again', () => {
    const gone = viewAfter(started(1, true), started(2), stopped(2))
    expect(peerOf(gone, 2)).toBeUndefined()
    expect(gone.departed).toMatchObject([{ id: peerId(2), reason: { code: 'killed' } }])
    const back = reduce(gone, seen(4, ...started(2)))
    expect(peerOf(back, 2)).toMatchObject({ running: true, lastReason: null })
    expect(back.departed).toEqual([])
  })

  it('never departs when it is this window, so that it can be started again', () => {
    const view = viewAfter(started(1, true), joined(1, 'seeder'), stopped(1))
    expect(peerOf(view, 1)).toMatchObject({ running: false })
    expect(swarmOf(view, 1)?.role).toBe('seeder')
  })

  it('that is listed by others keeps that when it starts again, and begins its swarms anew', () => {
    const view = viewAfter(started(1, true), started(2), joined(2), listed(1, 2), stopped(2), started(2))
    expect(peerOf(view, 2)).toMatchObject({ running: true, listedBy: [peerId(1)], swarms: {} })
  })
})
