import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron'
import type { BridgeHost, Subscription } from '../../bridge-host.ts'
import { channels } from './channels.ts'

/** One page's place in the feed; `inFlight` while a message is on its way and not yet taken. */
interface Feed {
  subscription: Subscription | undefined
  inFlight: boolean
}

/**
 * Connects the host with the pages of our windows. Whatever does not come from the top frame of a page for which `isOurs`
 * holds is not answered.
 */
export function connectIpc(ipcMain: IpcMain, host: BridgeHost, isOurs: (url: string) => boolean): void {
  const feeds = new WeakMap<WebContents, Feed>()
  const trusts = ({ senderFrame, sender }: IpcMainEvent | IpcMainInvokeEvent) =>
    senderFrame !== null && senderFrame === sender.mainFrame && isOurs(senderFrame.url)

  ipcMain.handle(channels.command, (event, name: unknown, args: unknown) => {
    if (!trusts(event) || typeof name !== 'string') throw new Error('refused: not from our window')
    return host.run(name, args)
  })
  ipcMain.on(channels.startFeed, (event) => {
    if (!trusts(event)) return
    const page = event.sender
    feeds.get(page)?.subscription?.end()
    if (!feeds.has(page)) endFeedWithPage(page, feeds)
    feeds.set(page, startFeed(host, page))
  })
  ipcMain.on(channels.feedTaken, (event) => {
    const feed = trusts(event) ? feeds.get(event.sender) : undefined
    if (!feed?.inFlight) return
    feed.inFlight = false
    feed.subscription?.ready()
  })
}

function startFeed(host: BridgeHost, page: WebContents): Feed {
  const feed: Feed = { subscription: undefined, inFlight: false }
  feed.subscription = host.subscribe((message) => {
    feed.inFlight = true
    page.send(channels.feed, message)
  })
  return feed
}

/** A page that reloads, crashes or closes takes no more; a reloaded one asks for its own feed. */
function endFeedWithPage(page: WebContents, feeds: WeakMap<WebContents, Feed>): void {
  const end = () => {
    const feed = feeds.get(page)
    feed?.subscription?.end()
    if (feed) feed.subscription = undefined
  }
  page.on('render-process-gone', end)
  page.on('destroyed', end)
  page.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) end()
  })
}
