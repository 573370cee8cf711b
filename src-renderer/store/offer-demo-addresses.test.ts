import { describe, expect, it } from 'vitest'
import type { DialView, View } from '../../src-shared/swarm/view.ts'
import { sampleDial, samplePeer, sampleView } from '../testing/sample-view.ts'
import { offerDemoAddresses } from './offer-demo-addresses.ts'
import type { Memory } from './remembered.ts'
import { createScreenStore } from './screen-store.ts'

const p1 = samplePeer(1, 0)

function refused(agent: string, clientId = 5001, remote = '127.0.0.1:17025'): DialView {
  return sampleDial(p1, remote, clientId, { reason: { code: 'one-per-address', agent } })
}

/** What is offered after a screen has seen these views one after the other. */
function offered(...views: View[]) {
  return offeredAgain(fresh(), ...views)
}

function fresh(): Memory {
  const kept = new Map<string, string>()
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => void kept.set(name, value) }
}

function offeredAgain(memory: Memory, ...views: View[]) {
  const store = createScreenStore()
  offerDemoAddresses(store, memory)
  for (const view of views) store.setState({ view })
  return store.getState().notices.map(({ tone, text }) => `${tone}: ${text}`)
}

const viewWith = (...dials: DialView[]) => sampleView([p1], [], dials)

describe('addresses of their own for demo peers', () => {
  it('are offered when a client here takes one connection from each address', () => {
    expect(offered(viewWith(refused('qBittorrent/4.5.2')))).toEqual([
      expect.stringMatching(/^offer: qBittorrent 4\.5\.2 takes one connection/),
    ])
  })

  it('are offered once for each kind of client', () => {
    const [first, again] = [refused('qBittorrent/4.5.2'), refused('qBittorrent/4.6.0', 5002)]
    expect(offered(viewWith(first), viewWith(), viewWith(first, again))).toHaveLength(1)
    const memory = fresh()
    expect(offeredAgain(memory, viewWith(first))).toHaveLength(1)
    expect(offeredAgain(memory, viewWith(again))).toHaveLength(0)
    expect(offered(viewWith(first, refused('libtorrent/2.0.8.0', 5003)))).toEqual([
      expect.stringMatching(/^offer: libtorrent 2\.0\.8 takes/),
    ])
  })

  it('are no longer offered once they are set', () => {
    const view = viewWith(refused('qBittorrent/4.5.2'))
    expect(offered(view, { ...view, settings: { ...view.settings!, demoApart: true } })).toEqual([])
  })

  it('are not offered for another reason, for a client elsewhere, or where they are set', () => {
    expect(offered(viewWith(sampleDial(p1, '127.0.0.1:7009', 5001, { reason: { code: 'refused' } })))).toEqual([])
    expect(offered(viewWith(refused('qBittorrent/4.5.2', 5001, '192.168.1.20:6881')))).toEqual([])
    const view = viewWith(refused('qBittorrent/4.5.2'))
    expect(offered({ ...view, settings: { ...view.settings!, demoApart: true } })).toEqual([])
  })
})
