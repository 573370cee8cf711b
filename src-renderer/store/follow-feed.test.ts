import { describe, expect, it } from 'vitest'
import type { FeedMessage } from '../../src-shared/bridge.ts'
import type { SwarmEvent } from '../../src-shared/swarm/events.ts'
import { emptyView } from '../../src-shared/swarm/view.ts'
import type { FeedLoss, ScreenBridge } from '../bridge/screen-bridge.ts'
import { labView, samplePeerId, sampleServer } from '../testing/sample-view.ts'
import { followFeed } from './follow-feed.ts'
import { createScreenStore } from './screen-store.ts'

/** A bridge whose feed, and a display whose frames, the test moves by hand. */
function setUp() {
  let feed: (message: FeedMessage) => void = () => {}
  let lose: (loss: FeedLoss) => void = () => {}
  const frames: (() => void)[] = []
  const bridge: ScreenBridge = {
    shell: 'web',
    run: async () => ({ ok: false, code: 'internal', detail: 'no command is run here' }),
    share: async () => ({ ok: false, code: 'internal', detail: 'no command is run here' }),
    subscribe(onFeed, onLost) {
      feed = onFeed
      lose = onLost
      return () => {
        feed = () => {}
      }
    },
  }
  const store = createScreenStore()
  let changes = 0
  store.subscribe(() => changes++)
  const loads: number[] = []
  const stop = followFeed(
    store,
    bridge,
    (run) => frames.push(run),
    (load) => loads.push(load),
  )
  return {
    store,
    loads,
    stop,
    frames,
    changes: () => changes,
    feed: (message: FeedMessage) => feed(message),
    lose: (loss: FeedLoss) => lose(loss),
    frame: () => {
      for (const run of frames.splice(0)) run()
    },
  }
}

function turnedAway(seq: number): SwarmEvent {
  const remote = sampleServer(9)
  const reason = { code: 'server-full', maximum: 2 } as const
  return { seq, atMs: seq, observer: samplePeerId(1), type: 'server-turned-away', remote, reason }
}

describe('followFeed', () => {
  it('folds all that came between two frames into one change of the store', () => {
    const screen = setUp()
    screen.feed({ kind: 'view', view: labView(2) })
    screen.feed({ kind: 'events', events: [turnedAway(101), turnedAway(102)], load: 0 })
    screen.feed({ kind: 'events', events: [turnedAway(103)], load: 0 })
    expect(screen.frames).toHaveLength(1)
    expect(screen.changes()).toBe(0)
    screen.frame()
    expect(screen.changes()).toBe(1)
    const { view, connection } = screen.store.getState()
    expect([view.seq, view.peers[samplePeerId(1)]?.turnedAway, connection]).toEqual([103, 3, 'live'])
  })

  it('goes on from the folded view in the next frame', () => {
    const screen = setUp()
    screen.feed({ kind: 'view', view: labView(2) })
    screen.frame()
    screen.feed({ kind: 'events', events: [turnedAway(101)], load: 0 })
    screen.frame()
    expect(screen.store.getState().view.peers[samplePeerId(1)]?.turnedAway).toBe(1)
  })

  it('leaves what was shown as it was, whatever comes after', () => {
    const screen = setUp()
    screen.feed({ kind: 'view', view: labView(2) })
    screen.feed({ kind: 'events', events: [turnedAway(101)], load: 0 })
    screen.frame()
    const { peers } = screen.store.getState().view
    screen.feed({ kind: 'events', events: [turnedAway(102)], load: 0 })
    screen.feed({ kind: 'events', events: [turnedAway(103)], load: 0 })
    screen.frame()
    expect(peers[samplePeerId(1)]?.turnedAway).toBe(1)
    expect(screen.store.getState().view.peers[samplePeerId(1)]?.turnedAway).toBe(3)
  })

  it('passes on what part of the computer the peers take, and none once nobody tells', () => {
    const screen = setUp()
    screen.feed({ kind: 'view', view: labView(2) })
    screen.feed({ kind: 'events', events: [], load: 0.8 })
    screen.lose('retrying')
    expect(screen.loads).toEqual([0.8, 0])
  })

  it('keeps the last picture while the program is away, and replaces it whole when it is back', () => {
    const screen = setUp()
    screen.feed({ kind: 'view', view: labView(4) })
    screen.lose('retrying')
    screen.frame()
    expect(screen.store.getState().connection).toBe('retrying')
    expect(Object.keys(screen.store.getState().view.peers)).toHaveLength(4)
    screen.feed({ kind: 'view', view: labView(1) })
    screen.frame()
    expect(screen.store.getState().connection).toBe('live')
    expect(Object.keys(screen.store.getState().view.peers)).toHaveLength(1)
  })

  it('leaves the selection alone', () => {
    const screen = setUp()
    const selection = { kind: 'peer', id: samplePeerId(2) } as const
    screen.feed({ kind: 'view', view: labView(2) })
    screen.store.setState({ selection })
    screen.frame()
    expect(screen.store.getState().selection).toEqual(selection)
  })

  it('hears nothing any more once stopped', () => {
    const screen = setUp()
    screen.stop()
    screen.feed({ kind: 'view', view: labView(2) })
    expect(screen.frames).toHaveLength(0)
    expect(screen.store.getState().view).toBe(emptyView)
  })
})
