import { EventEmitter } from 'node:events'
import type { IpcMain, WebContents } from 'electron'
import { beforeEach, expect, test } from 'vitest'
import { FakeBridgeHost } from '../../testing/fake-bridge-host.ts'
import { channels } from './channels.ts'
import { connectIpc } from './ipc.ts'

/** Electron's ipcMain, as far as it is used here. */
class FakeIpcMain extends EventEmitter {
  run: (event: unknown, name: unknown, args: unknown) => unknown = () => undefined

  handle(channel: string, listener: typeof this.run): void {
    if (channel === channels.command) this.run = listener
  }
}

/** A page with one frame; it remembers what it was sent. */
class FakePage extends EventEmitter {
  readonly sent: unknown[] = []
  readonly mainFrame: { url: string }

  constructor(url: string) {
    super()
    this.mainFrame = { url }
  }

  send(_channel: string, message: unknown): void {
    this.sent.push(message)
  }

  /** As its top frame does, or another. */
  event(senderFrame: { url: string } | null = this.mainFrame) {
    return { sender: this as unknown as WebContents, senderFrame }
  }
}

let ipc: FakeIpcMain
let host: FakeBridgeHost
let page: FakePage

beforeEach(() => {
  ipc = new FakeIpcMain()
  host = new FakeBridgeHost()
  page = new FakePage('ours')
  connectIpc(ipc as unknown as IpcMain, host, (url) => url === 'ours')
})

test('a command from our page is run and answered', async () => {
  expect(await ipc.run(page.event(), 'start-demo', {})).toEqual({ ok: true, value: null })
  expect(host.commands).toEqual([{ name: 'start-demo', args: {} }])
})

test('a command from a frame inside, a foreign page or a frame that is gone is refused', () => {
  expect(() => ipc.run(page.event({ url: 'ours' }), 'start-demo', {})).toThrow('refused')
  expect(() => ipc.run(new FakePage('theirs').event(), 'start-demo', {})).toThrow('refused')
  expect(() => ipc.run(page.event(null), 'start-demo', {})).toThrow('refused')
  ipc.emit(channels.startFeed, new FakePage('theirs').event())
  expect(host.commands).toEqual([])
  expect(host.screens).toEqual([])
})

test('the next message is asked for when the last one was taken, and only then', () => {
  ipc.emit(channels.startFeed, page.event())
  expect(page.sent).toEqual([host.first])
  expect(host.screens[0]?.readyCount).toBe(0)
  ipc.emit(channels.feedTaken, page.event())
  ipc.emit(channels.feedTaken, page.event())
  expect(host.screens[0]?.readyCount).toBe(1)
})

test('a page that starts anew has one feed, and its old one is over', () => {
  ipc.emit(channels.startFeed, page.event())
  page.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false })
  expect(host.screens[0]?.ended).toBe(true)
  ipc.emit(channels.startFeed, page.event())
  ipc.emit(channels.startFeed, page.event())
  expect(host.screens.map(({ ended }) => ended)).toEqual([true, true, false])
})

test.each(['render-process-gone', 'destroyed'])('the feed ends with its page: %s', (event) => {
  ipc.emit(channels.startFeed, page.event())
  page.emit(event)
  expect(host.screens[0]?.ended).toBe(true)
})
