import { createContext, type ReactNode, useContext, useRef } from 'react'
import { useStore } from 'zustand'
import type { CommandArgs, CommandName, CommandResult } from '../src-shared/bridge.ts'
import type { TorrentSummary } from '../src-shared/swarm/events.ts'
import type { InfoHash } from '../src-shared/swarm/ids.ts'
import type { View } from '../src-shared/swarm/view.ts'
import type { ScreenBridge } from './bridge/screen-bridge.ts'
import { useCalmView } from './calm-view.ts'
import { createPictureFeed, type PictureFeed } from './picture/picture-feed.ts'
import { notify, type ScreenState, type ScreenStore } from './store/screen-store.ts'

/** What every panel works with: the state to show, and the ways to act. */
export interface Screen {
  readonly store: ScreenStore
  readonly bridge: ScreenBridge
  /** Runs a command; a failure is told in a notice, and answered too. */
  run<Name extends CommandName>(name: Name, args: CommandArgs<Name>): Promise<CommandResult<Name>>
  /** Tells the failure of a command, if it is one, in a notice. */
  tell(result: CommandResult<CommandName>): void
  /** The one feed of a picture, made when first asked for. */
  pictureFeed(torrent: TorrentSummary): PictureFeed
}

/** A screen over a bridge and a store. */
export function createScreen(bridge: ScreenBridge, store: ScreenStore): Screen {
  const feeds = new Map<InfoHash, PictureFeed>()
  function tell(result: CommandResult<CommandName>) {
    if (!result.ok) notify(store, 'problem', result.detail)
  }
  return {
    store,
    bridge,
    tell,
    async run(name, args) {
      const result = await bridge.run(name, args)
      tell(result)
      return result
    },
    pictureFeed(torrent) {
      const known = feeds.get(torrent.infoHash)
      if (known !== undefined) return known
      const feed = createPictureFeed(torrent, (peer, { infoHash }, piece) =>
        bridge.run('read-piece', { peer, infoHash, piece }),
      )
      feeds.set(torrent.infoHash, feed)
      return feed
    },
  }
}

const ScreenContext = createContext<Screen | null>(null)

const ViewContext = createContext<View | null>(null)

/** Makes a screen, and the view as panels show it, known to all that stands inside. */
export function ScreenProvider({ value, children }: { value: Screen; children: ReactNode }) {
  return (
    <ScreenContext.Provider value={value}>
      <ViewContext.Provider value={useCalmView(value.store)}>{children}</ViewContext.Provider>
    </ScreenContext.Provider>
  )
}

/** What is not seen costs nothing: inside of it the view stands still while it is `hidden`. */
export function HeldView({ hidden, children }: { hidden: boolean; children: ReactNode }) {
  const view = useView()
  const held = useRef(view)
  if (!hidden) held.current = view
  return <ViewContext.Provider value={held.current}>{children}</ViewContext.Provider>
}

/** The screen that the panel is part of. */
export function useScreen(): Screen {
  const screen = useContext(ScreenContext)
  if (screen === null) throw new Error('a panel stands outside of ScreenProvider')
  return screen
}

/** A part of the state; the panel draws again when that part is another value. */
export function useScreenState<Part>(pick: (state: ScreenState) => Part): Part {
  return useStore(useScreen().store, pick)
}

/** The view as all panels show it: calmer than the graph, and the same in each of them. */
export function useView(): View {
  const view = useContext(ViewContext)
  if (view === null) throw new Error('a panel stands outside of ScreenProvider')
  return view
}
