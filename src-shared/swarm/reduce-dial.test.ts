import { describe, expect, it } from 'vitest'
import { dialId, infoHash, listed, member, opened, peerId, seen, serverOf, started } from '../testing/sample-events.ts'
import { peerOf, type Told, viewAfter } from '../testing/sample-view.ts'
import { reduce } from './reduce.ts'

describe('a dial', () => {
  const dialled = (id: string, remote: string = serverOf(3)): Told => [
    1,
    { type: 'dial-started', dial: dialId(id), infoHash, remote: remote as never, clientId: 5001 },
  ]
  const failed = (id: string, remote: string = serverOf(3)): Told => [
    1,
    { type: 'dial-failed', dial: dialId(id), infoHash: null, remote, clientId: null, reason: { code: 'refused' } },
  ]

  it('is a ghost until it is connected', () => {
    const under = viewAfter(started(1), dialled('d'))
    expect(under.dials[dialId('d')]).toMatchObject({ from: peerId(1), clientId: 5001, startedAtMs: 2, reason: null })
    expect(reduce(under, seen(3, ...opened(1, 3, 'a', true, 5001, 'd'))).dials).toEqual({})
  })

  it('keeps its reason when it failed, until dismissed', () => {
    const view = viewAfter(started(1), dialled('d'), failed('d'))
    expect(view.dials[dialId('d')]).toMatchObject({ clientId: 5001, reason: { code: 'refused' }, infoHash })
    expect(reduce(view, seen(4, 1, { type: 'dial-dismissed', dial: dialId('d') })).dials).toEqual({})
  })

  it('is shown though it never started', () => {
    const view = viewAfter(started(1), failed('d', 'laptop-3'))
    expect(view.dials[dialId('d')]).toMatchObject({ remote: 'laptop-3', clientId: null, startedAtMs: 2 })
  })

  it('takes the place of a failed one to the same address, and a link does too', () => {
    const retried = viewAfter(started(1), dialled('d'), failed('d'), failed('x', '10.0.0.9:5000'), dialled('e'))
    expect(Object.keys(retried.dials).sort()).toEqual(['e', 'x'])
    const dialledUs = viewAfter(started(1), failed('d'), opened(1, 3, 'a', false))
    expect(dialledUs.dials).toEqual({})
  })

  it('tells the peer at that address why', () => {
    const view = viewAfter(started(1), listed(1, 3), failed('d'))
    expect(peerOf(view, 3)?.lastReason).toEqual({ code: 'refused' })
  })

  it('tells each remote that was listed at that address, and no local peer', () => {
    const there: Told = [1, { type: 'server-listening', address: serverOf(3) }]
    const fourth = { ...member(4), server: serverOf(3) }
    const alsoThere: Told = [1, { type: 'member-joined', infoHash, member: fourth, introducedBy: null }]
    const view = viewAfter(started(1), there, listed(1, 3), alsoThere, failed('d'))
    expect([1, 3, 4].map((number) => peerOf(view, number)?.lastReason?.code)).toEqual([undefined, 'refused', 'refused'])
  })

  it('is forgotten when thirty later ones failed', () => {
    const many = Array.from({ length: 33 }, (_, i) => failed(`d${i}`, `10.0.0.${i}:5000`))
    const view = viewAfter(started(1), ...many)
    expect(Object.keys(view.dials)).toHaveLength(30)
    expect(view.dials[dialId('d2')]).toBeUndefined()
    expect(view.dials[dialId('d32')]).toBeDefined()
  })
})
