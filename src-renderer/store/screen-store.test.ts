import { describe, expect, it } from 'vitest'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { samplePeer, sampleView } from '../testing/sample-view.ts'
import type { Memory } from './remembered.ts'
import { rememberScreen } from './remembered-screen.ts'
import {
  chooseLayout,
  chooseTheme,
  createScreenStore,
  dismissNotice,
  endWelcome,
  keepMagnet,
  leastDrawerShare,
  maxNotices,
  maxOpenedMagnets,
  mostDrawerShare,
  moveSidebar,
  notify,
  offerTab,
  pauseMotion,
  pointAt,
  type ScreenStore,
  select,
  showTab,
  sizeDrawer,
  takePen,
  toggleDrawer,
  toggleProjector,
  toggleSidebar,
  turnSpotlight,
} from './screen-store.ts'

const texts = (store: ReturnType<typeof createScreenStore>) => store.getState().notices.map(({ text }) => text)

describe('magnet links', () => {
  it('are kept as they were opened, the latest of each, and not without end', () => {
    const store = createScreenStore()
    const hashes = Array.from({ length: maxOpenedMagnets + 1 }, (_, at) => `${at}`.padStart(40, '0') as InfoHash)
    for (const infoHash of hashes) keepMagnet(store, { infoHash, uri: `magnet:?xt=urn:btih:${infoHash}` })
    keepMagnet(store, { infoHash: hashes[1]!, uri: 'magnet:?again' })
    const { openedMagnets } = store.getState()
    expect(openedMagnets).toHaveLength(maxOpenedMagnets)
    expect(openedMagnets.at(-1)).toEqual({ infoHash: hashes[1], uri: 'magnet:?again' })
    expect(openedMagnets.filter(({ infoHash }) => infoHash === hashes[1])).toHaveLength(1)
  })
})

describe('notices', () => {
  it('stay until they are dismissed, each on its own', () => {
    const store = createScreenStore()
    notify(store, 'problem', 'one')
    notify(store, 'done', 'two')
    dismissNotice(store, store.getState().notices[0]!.id)
    expect(texts(store)).toEqual(['two'])
  })

  it('may say how to take back what they tell of', () => {
    const store = createScreenStore()
    const undo = () => {}
    notify(store, 'done', 'one', undo)
    notify(store, 'done', 'two')
    expect(store.getState().notices.map((notice) => notice.undo)).toEqual([undo, undefined])
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

  it('grows and shrinks within its bounds', () => {
    const store = createScreenStore()
    const sized = (share: number) => {
      sizeDrawer(store, share)
      return store.getState().drawerShare
    }
    expect([sized(0.5), sized(0), sized(9)]).toEqual([0.5, leastDrawerShare, mostDrawerShare])
  })
})

describe('the projector', () => {
  const folded = (store: ScreenStore) => {
    const { theme, sidebar, drawer } = store.getState()
    return [theme, sidebar.open, drawer.open]
  }

  it('has the graph alone, and what stood round it comes back as it was', () => {
    const store = createScreenStore()
    chooseTheme(store, 'dark')
    toggleSidebar(store)
    toggleProjector(store)
    expect(folded(store)).toEqual(['projector', false, false])
    toggleProjector(store)
    expect(folded(store)).toEqual(['dark', false, true])
    toggleProjector(store)
    chooseTheme(store, 'light')
    expect(folded(store)).toEqual(['light', false, true])
  })

  it('is turned dark and light again without leaving it', () => {
    const store = createScreenStore()
    toggleProjector(store)
    chooseTheme(store, 'projector-dark')
    expect(folded(store)).toEqual(['projector-dark', false, false])
    chooseTheme(store, 'projector')
    chooseTheme(store, 'projector-dark')
    offerTab(store, 'selected')
    expect(folded(store)).toEqual(['projector-dark', false, false])
    toggleProjector(store)
    expect(folded(store)).toEqual(['light', true, true])
  })

  it('keeps the drawer folded when something is selected, not when it is asked for', () => {
    const store = createScreenStore()
    toggleProjector(store)
    offerTab(store, 'selected')
    expect(store.getState().drawer).toEqual({ open: false, tab: 'selected' })
    showTab(store, 'log')
    expect(store.getState().drawer).toEqual({ open: true, tab: 'log' })
    toggleProjector(store)
    toggleDrawer(store)
    offerTab(store, 'peers')
    expect(store.getState().drawer).toEqual({ open: true, tab: 'peers' })
  })
})

describe('what is remembered', () => {
  function memoryOf(items: Map<string, string>): Memory {
    return { getItem: (key) => items.get(key) ?? null, setItem: (key, value) => void items.set(key, value) }
  }

  it('is after a reload as it was before', () => {
    const memory = memoryOf(new Map())
    const before = createScreenStore()
    rememberScreen(before, memory)
    showTab(before, 'log')
    toggleProjector(before)
    moveSidebar(before)
    sizeDrawer(before, 0.5)
    chooseLayout(before, 'role')
    endWelcome(before)
    pauseMotion(before, true)
    const after = createScreenStore()
    rememberScreen(after, memory)
    expect(after.getState()).toEqual({ ...before.getState(), paused: false })
    toggleProjector(after)
    expect(after.getState()).toMatchObject({ theme: 'light', drawer: { open: true, tab: 'log' } })
  })

  it('is left aside where it does not fit', () => {
    const odd = {
      drawer: { open: true, tab: 'gone' },
      drawerShare: 7,
      sidebar: { open: true, side: 'top' },
      theme: 'pink',
      beforeProjector: { theme: 'projector', sidebarOpen: true, drawerOpen: true },
      layoutName: 3,
      welcomed: 'yes',
    }
    const memory = memoryOf(
      new Map(Object.entries(odd).map(([name, value]) => [`swarmscope.${name}`, JSON.stringify(value)])),
    )
    const store = createScreenStore()
    rememberScreen(store, memory)
    expect(store.getState()).toEqual(createScreenStore().getState())
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
