import { describe, expect, it } from 'vitest'
import { samplePeer, sampleView } from '../testing/sample-view.ts'
import type { Memory } from './remembered.ts'
import { rememberDrawer } from './remembered-drawer.ts'
import {
  chooseLayout,
  chooseTheme,
  createScreenStore,
  dismissNotice,
  maxNotices,
  notify,
  pauseMotion,
  pointAt,
  select,
  showTab,
  takePen,
  toggleDrawer,
  turnSpotlight,
} from './screen-store.ts'

const texts = (store: ReturnType<typeof createScreenStore>) => store.getState().notices.map(({ text }) => text)

describe('notices', () => {
  it('stay until they are dismissed, each on its own', () => {
    const store = createScreenStore()
    notify(store, 'problem', 'one')
    notify(store, 'done', 'two')
    dismissNotice(store, store.getState().notices[0]!.id)
    expect(texts(store)).toEqual(['two'])
  })

  it('do not repeat themselves', () => {
    const store = createScreenStore()
    for (const text of ['one', 'two', 'one']) notify(store, 'problem', text)
    expect(texts(store)).toEqual(['two', 'one'])
    expect(new Set(store.getState().notices.map(({ id }) => id)).size).toBe(2)
  })

  it('make room for newer ones', () => {
    const store = createScreenStore()
    for (let number = 0; number < maxNotices + 2; number++) notify(store, 'problem', `notice ${number}`)
    expect(texts(store)).toHaveLength(maxNotices)
    expect(texts(store)[0]).toBe('notice 2')
  })
})

describe('pointing at a peer', () => {
  it('shows what a local one does, and keeps the one shown for any other selection', () => {
    const store = createScreenStore()
    const [p1, p2, remote] = [samplePeer(1, 0), samplePeer(2, 0), samplePeer(3, 0, { local: false })]
    store.setState({ view: sampleView([p1, p2, remote]) })
    pointAt(store, { kind: 'peer', id: p2.id })
    expect(store.getState().shownPeer).toBe(p2.id)
    pointAt(store, { kind: 'peer', id: remote.id })
    select(store, { kind: 'peer', id: p1.id })
    pointAt(store, null)
    expect(store.getState()).toMatchObject({ shownPeer: p2.id, selection: null })
  })
})

describe('the drawer', () => {
  it('keeps its tab while folded, and unfolds when a tab is shown', () => {
    const store = createScreenStore()
    showTab(store, 'log')
    toggleDrawer(store)
    expect(store.getState().drawer).toEqual({ open: false, tab: 'log' })
    showTab(store, 'picture')
    expect(store.getState().drawer).toEqual({ open: true, tab: 'picture' })
  })

  it('is after a reload as it was before', () => {
    let kept: string | null = null
    const memory: Memory = {
      getItem: () => kept,
      setItem: (_, value) => {
        kept = value
      },
    }
    const before = createScreenStore()
    rememberDrawer(before, memory)
    showTab(before, 'log')
    toggleDrawer(before)
    const after = createScreenStore()
    rememberDrawer(after, memory)
    expect(after.getState().drawer).toEqual({ open: false, tab: 'log' })
    kept = '{"open":true,"tab":"gone"}'
    const odd = createScreenStore()
    rememberDrawer(odd, memory)
    expect(odd.getState().drawer).toEqual({ open: true, tab: 'peers' })
  })
})

describe('how the picture is shown', () => {
  it('is calm and light at first, and each part of it changes alone', () => {
    const store = createScreenStore()
    const look = () => {
      const { theme, paused, pen, spotlight, layoutName } = store.getState()
      return { theme, paused, pen, spotlight, layoutName }
    }
    const atFirst = { theme: 'light', paused: false, pen: false, spotlight: false, layoutName: 'force' }
    expect(look()).toEqual(atFirst)
    chooseTheme(store, 'dark')
    expect(look()).toEqual({ ...atFirst, theme: 'dark' })
    pauseMotion(store, true)
    takePen(store, true)
    expect(look()).toEqual({ ...atFirst, theme: 'dark', paused: true, pen: true })
    turnSpotlight(store, true)
    chooseLayout(store, 'ring')
    pauseMotion(store, false)
    expect(look()).toEqual({ theme: 'dark', paused: false, pen: true, spotlight: true, layoutName: 'ring' })
  })
})
