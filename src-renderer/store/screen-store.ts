import { createStore, type StoreApi } from 'zustand/vanilla'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { emptyView, type View } from '../../src-shared/swarm/view.ts'
import type { FeedLoss, ShareOptions } from '../bridge/screen-bridge.ts'
import type { Selection } from './selection.ts'
import { defaultShareOptions } from './share-options.ts'
import { isForRoom, type LayoutName, type ThemeName } from './theme.ts'

/** The tabs of the drawer under the graph. */
export const drawerTabs = [
  'peers',
  'links',
  'pieces',
  'unchokes',
  'routing',
  'picture',
  'finding',
  'log',
  'selected',
] as const
export type DrawerTab = (typeof drawerTabs)[number]

/** All swarms at once, each peer with its role in each; or the shown one alone, as the panels do. */
export const graphSwarmsNames = ['all', 'shown'] as const
export type GraphSwarms = (typeof graphSwarmsNames)[number]

/** A magnet link as it was opened, which says more than the view keeps of it. */
export interface OpenedMagnet {
  readonly infoHash: InfoHash
  readonly uri: string
}

/** One thing to tell the person, until they close it. */
export interface Notice {
  readonly id: number
  /** `offer`: the settings can mend what it tells of, and are offered. */
  readonly tone: 'problem' | 'done' | 'offer'
  readonly text: string
  /** Takes back what the notice tells of, where that can be. */
  readonly undo?: () => unknown
}

/** What folds away for the projector, as it was before. */
export interface BeforeProjector {
  readonly theme: 'light' | 'dark'
  readonly sidebarOpen: boolean
  readonly drawerOpen: boolean
}

/** Everything the screen shows, or remembers about how it is shown. */
export interface ScreenState {
  readonly view: View
  /** `connecting` until the first view came; then `live`, or why the feed stopped. */
  readonly connection: 'connecting' | 'live' | FeedLoss
  readonly selection: Selection | null
  /** The tab with the table from which the selected was opened, to go back to; null where it was chosen elsewhere. */
  readonly openedFrom: DrawerTab | null
  /** The swarms pointed at, the latest last; shownSwarmOf says which one is shown. */
  readonly pointedSwarms: readonly InfoHash[]
  /** Which swarms the graph shows; graphViewOf says what of the view that is. */
  readonly graphSwarms: GraphSwarms
  /** The local peer last chosen in the drawer; shownPeerOf says which one is shown. */
  readonly shownPeer: PeerId | null
  /** The magnet links that were opened from this screen, the latest last, for whoever cancels one by mistake. */
  readonly openedMagnets: readonly OpenedMagnet[]
  /** How the next torrent is made, of what is chosen or dropped. */
  readonly shareOptions: ShareOptions
  /** The names of what is being made into a torrent. */
  readonly sharing: readonly string[]
  readonly notices: readonly Notice[]
  readonly settingsOpen: boolean
  /** The list of the keys is open. */
  readonly keysOpen: boolean
  /** The cards of the first run were put away. */
  readonly welcomed: boolean
  readonly sidebar: { readonly open: boolean; readonly side: 'left' | 'right' }
  readonly drawer: { readonly open: boolean; readonly tab: DrawerTab }
  /** How much of the height beside the side bar the open drawer takes, from leastDrawerShare to mostDrawerShare. */
  readonly drawerShare: number
  readonly theme: ThemeName
  /** Null unless the theme is one of the projector's. */
  readonly beforeProjector: BeforeProjector | null
  /** The motion of the picture stands still; the peers, and what is said of them, go on. */
  readonly paused: boolean
  /** The pointer draws over the picture. */
  readonly pen: boolean
  /** All but the selected peer and those linked to it is dimmed. */
  readonly spotlight: boolean
  readonly layoutName: LayoutName
}

export type ScreenStore = StoreApi<ScreenState>

/** Notices shown at once; an older one makes room for a newer. */
export const maxNotices = 4

/** Magnet links that are kept in mind. */
export const maxOpenedMagnets = 20

/** Swarms pointed at that are kept in mind, should the later ones be left. */
export const maxPointedSwarms = 20

/** How small and how large the drawer can be made, and what it is at first: shares of the height. */
export const leastDrawerShare = 0.15
export const mostDrawerShare = 0.75
export const usualDrawerShare = 0.36

/** A store for one screen, before anything came over the bridge. */
export function createScreenStore(): ScreenStore {
  return createStore<ScreenState>(() => ({
    view: emptyView,
    connection: 'connecting',
    selection: null,
    openedFrom: null,
    pointedSwarms: [],
    graphSwarms: 'all',
    shownPeer: null,
    openedMagnets: [],
    shareOptions: defaultShareOptions,
    sharing: [],
    notices: [],
    settingsOpen: false,
    keysOpen: false,
    welcomed: false,
    sidebar: { open: true, side: 'left' },
    drawer: { open: true, tab: 'peers' },
    drawerShare: usualDrawerShare,
    theme: 'light',
    beforeProjector: null,
    paused: false,
    pen: false,
    spotlight: false,
    layoutName: 'force',
  }))
}

/** Points at a peer, link or dial, or at nothing. */
export function select(store: ScreenStore, selection: Selection | null): void {
  store.setState({ selection })
}

/** Points at what was clicked: a local peer is then also the one whose pieces, rounds and routing table are shown. */
export function pointAt(store: ScreenStore, selection: Selection | null): void {
  const peer = selection?.kind === 'peer' ? store.getState().view.peers[selection.id] : undefined
  store.setState({ selection, openedFrom: null, ...(peer?.local && { shownPeer: peer.id }) })
}

/** Makes a swarm the one that the drawer's panels show, now or, of a magnet link, as soon as its torrent is here. */
export function showSwarm(store: ScreenStore, swarm: InfoHash): void {
  store.setState(({ pointedSwarms }) => ({
    pointedSwarms: [...pointedSwarms.filter((one) => one !== swarm), swarm].slice(-maxPointedSwarms),
  }))
}

/** Has the graph show all swarms at once, or one alone, which the panels then show too. */
export function showInGraph(store: ScreenStore, swarms: 'all' | InfoHash): void {
  store.setState({ graphSwarms: swarms === 'all' ? 'all' : 'shown' })
  if (swarms !== 'all') showSwarm(store, swarms)
}

/** Makes a local peer the one whose pieces, rounds and routing table the drawer shows. */
export function showPeer(store: ScreenStore, shownPeer: PeerId): void {
  store.setState({ shownPeer })
}

/** Keeps a magnet link in mind that was opened. */
export function keepMagnet(store: ScreenStore, opened: OpenedMagnet): void {
  store.setState(({ openedMagnets }) => ({
    openedMagnets: [...openedMagnets.filter(({ infoHash }) => infoHash !== opened.infoHash), opened].slice(
      -maxOpenedMagnets,
    ),
  }))
}

/** Sets how the next torrent is made. */
export function chooseShareOptions(store: ScreenStore, shareOptions: ShareOptions): void {
  store.setState({ shareOptions })
}

/** Shows that a torrent of `name` is being made, for as long as `making` takes. */
export async function whileSharing<Result>(store: ScreenStore, name: string, making: Promise<Result>): Promise<Result> {
  store.setState(({ sharing }) => ({ sharing: [...sharing, name] }))
  try {
    return await making
  } finally {
    store.setState(({ sharing }) => ({ sharing: without(sharing, name) }))
  }
}

/** Opens the drawer at a tab. */
export function showTab(store: ScreenStore, tab: DrawerTab): void {
  store.setState({ drawer: { open: true, tab } })
}

/** Shows a tab where the drawer stands open; for the projector, what was folded away stays so. */
export function offerTab(store: ScreenStore, tab: DrawerTab): void {
  store.setState(({ drawer, theme }) => ({ drawer: { open: drawer.open || !isForRoom(theme), tab } }))
}

/** Folds the drawer away, or unfolds it. */
export function toggleDrawer(store: ScreenStore): void {
  store.setState(({ drawer }) => ({ drawer: { ...drawer, open: !drawer.open } }))
}

/** Makes the drawer higher or lower, within its bounds. */
export function sizeDrawer(store: ScreenStore, share: number): void {
  store.setState({ drawerShare: Math.min(mostDrawerShare, Math.max(leastDrawerShare, share)) })
}

/** Folds the side bar away, or unfolds it. */
export function toggleSidebar(store: ScreenStore): void {
  store.setState(({ sidebar }) => ({ sidebar: { ...sidebar, open: !sidebar.open } }))
}

/** Puts the side bar on the other side of the graph. */
export function moveSidebar(store: ScreenStore): void {
  store.setState(({ sidebar }) => ({ sidebar: { ...sidebar, side: sidebar.side === 'left' ? 'right' : 'left' } }))
}

/** Puts the cards of the first run away for good. */
export function endWelcome(store: ScreenStore): void {
  store.setState({ welcomed: true })
}

/** Opens the list of the keys, or closes it. */
export function showKeys(store: ScreenStore, keysOpen: boolean): void {
  store.setState({ keysOpen })
}

/** Opens the dialog of the settings, or closes it. */
export function showSettings(store: ScreenStore, settingsOpen: boolean): void {
  store.setState({ settingsOpen })
}

/** Gives the screen another look. For the projector the side bar and the drawer fold away, and come back after it. */
export function chooseTheme(store: ScreenStore, theme: ThemeName): void {
  store.setState((state) => {
    const { sidebar, drawer, beforeProjector: before } = state
    if (theme === state.theme) return state
    if (isForRoom(theme) && isForRoom(state.theme)) return { theme }
    if (isForRoom(theme) && !isForRoom(state.theme))
      return {
        theme,
        beforeProjector: { theme: state.theme, sidebarOpen: sidebar.open, drawerOpen: drawer.open },
        sidebar: { ...sidebar, open: false },
        drawer: { ...drawer, open: false },
      }
    if (before === null) return { theme }
    return {
      theme,
      beforeProjector: null,
      sidebar: { ...sidebar, open: before.sidebarOpen },
      drawer: { ...drawer, open: before.drawerOpen },
    }
  })
}

/** To the projector's look, or back to the one before it. */
export function toggleProjector(store: ScreenStore): void {
  const { theme, beforeProjector } = store.getState()
  chooseTheme(store, isForRoom(theme) ? (beforeProjector?.theme ?? 'light') : 'projector')
}

/** Lets the motion of the picture stand still, or go on. */
export function pauseMotion(store: ScreenStore, paused: boolean): void {
  store.setState({ paused })
}

/** Takes the pen that draws over the picture, or lays it down. */
export function takePen(store: ScreenStore, pen: boolean): void {
  store.setState({ pen })
}

/** Turns the spotlight on the selected peer on or off. */
export function turnSpotlight(store: ScreenStore, spotlight: boolean): void {
  store.setState({ spotlight })
}

/** Has the picture place its peers in another way. */
export function chooseLayout(store: ScreenStore, layoutName: LayoutName): void {
  store.setState({ layoutName })
}

/** Tells the person something, and how to take it back; the same words are not told twice at a time. */
export function notify(store: ScreenStore, tone: Notice['tone'], text: string, undo?: () => unknown): void {
  store.setState(({ notices }) => {
    const others = notices.filter((notice) => notice.text !== text)
    const id = 1 + Math.max(0, ...notices.map((notice) => notice.id))
    return { notices: [...others, { id, tone, text, ...(undo && { undo }) }].slice(-maxNotices) }
  })
}

/** Takes a notice away. */
export function dismissNotice(store: ScreenStore, id: number): void {
  store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))
}

/** Without one of the names, should it be there twice. */
function without(names: readonly string[], name: string): string[] {
  const at = names.indexOf(name)
  return names.filter((_, index) => index !== at)
}
