import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { View } from '../../src-shared/swarm/view.ts'
import { createScreen, ScreenProvider } from '../screen.tsx'
import { createScreenStore } from '../store/screen-store.ts'
import { findingView, sampleAnswer, sampleTracker } from '../testing/finding-view.ts'
import { sampleInfoHash, samplePeer, sampleView } from '../testing/sample-view.ts'
import { FindingPeers } from './finding-peers.tsx'
import { GuestCard } from './guest-card.tsx'

function drawn(view: View): string {
  const made = createScreenStore()
  made.setState({ view, pointedSwarms: [sampleInfoHash] })
  // Without a page, React draws the state that a store began with.
  const store = { ...made, getInitialState: made.getState }
  const silent = { ok: false, code: 'internal', detail: '' } as const
  const bridge = {
    shell: 'web',
    run: async () => silent,
    share: async () => silent,
    subscribe: () => () => {},
  } as const
  return renderToStaticMarkup(
    <ScreenProvider value={createScreen(bridge, store)}>
      <FindingPeers />
    </ScreenProvider>,
  )
}

describe('how a peer finds others, on the screen', () => {
  it('lists every tracker and every way', () => {
    const html = drawn(findingView())
    expect(html.match(/<li class="tracker/g)).toHaveLength(4)
    expect(html.match(/<li class="way/g)).toHaveLength(4)
    expect(html).toContain('14 announces by HTTP and 3 by UDP, refused 1 request')
    expect(html).toContain('asked again in 29 min 20 s')
  })

  it('says what to do where nobody is in a swarm, and where nobody was found', () => {
    expect(drawn(sampleView([samplePeer(1, 0, { swarms: {} })]))).toContain('Start the demo swarm')
    expect(drawn(sampleView([samplePeer(1, 0)]))).toContain('Add a peer by its IP')
  })

  it('advises for a private torrent what works there', () => {
    const view = sampleView([samplePeer(1, 0)])
    const torrent = { ...view.torrents[sampleInfoHash]!, isPrivate: true }
    const html = drawn({ ...view, torrents: { [sampleInfoHash]: torrent } })
    expect(html).toContain('Hand out its .torrent')
    expect(html).not.toContain('by its IP')
  })

  it('shows words from the network as text', () => {
    const hostile = '<img src=x onerror=alert(1)>'
    const outcome = sampleAnswer({ warning: hostile })
    const trackers = { [sampleInfoHash]: [sampleTracker({ url: `http://a/${hostile}`, outcome })] }
    expect(drawn(sampleView([samplePeer(1, 0, { trackers })]))).not.toContain('<img')
    const guest = samplePeer(2, 0, { local: false, lab: false, uuid: null, agent: `aria2/${hostile}` })
    expect(renderToStaticMarkup(<GuestCard peer={guest} />)).toContain('aria2 &lt;img')
  })
})
