import type { CommandArgs, CommandName, CommandResult, FeedMessage } from '../../src-shared/bridge.ts'
import { createTurns } from '../turns.ts'
import { createDataLineReader } from './event-stream.ts'
import {
  type ChosenFile,
  type FeedLoss,
  programGone,
  type ScreenBridge,
  type ShareOptions,
  signedOut,
} from './screen-bridge.ts'

/** What the web bridge needs of its browser, so that a test can stand in for it. */
export interface WebSurroundings {
  fetch(path: string, init: RequestInit): Promise<Response>
  /** Resolves after so many milliseconds, or at once when the signal aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>
  /** Resolves in a turn of its own, after what already waits for the page. */
  giveWay(): Promise<void>
}

const firstPauseMs = 500
const longestPauseMs = 8000

/** The bridge of a page that the web shell serves: commands are POSTs, the feed is Server-Sent Events. */
export function createWebBridge(web: WebSurroundings = browser()): ScreenBridge {
  async function post<Name extends CommandName>(path: string, body: string | File): Promise<CommandResult<Name>> {
    try {
      const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream'
      const response = await web.fetch(path, { method: 'POST', headers: { 'content-type': type }, body })
      if (response.status === 401) return signedOut
      return (await response.json()) as CommandResult<Name>
    } catch {
      return programGone
    }
  }
  return {
    shell: 'web',
    run<Name extends CommandName>(name: Name, args: CommandArgs<Name>) {
      return post<Name>(`/command/${name}`, JSON.stringify(args))
    },
    subscribe(onFeed, onLost) {
      const stop = new AbortController()
      void keepReading(web, stop.signal, onFeed, onLost)
      return () => stop.abort()
    },
    share(files, options) {
      const [first] = files
      if (first === undefined) return Promise.resolve(nothingChosen)
      if (!first.path.includes('/')) return post(`/upload?${query({ name: first.file.name }, options)}`, first.file)
      return shareFolder(post, files, options)
    },
  }
}

type Post = (path: string, body: string | File) => Promise<CommandResult<'share-file'>>

const nothingChosen = {
  ok: false,
  code: 'bad-file',
  detail: 'There is no file in that folder. Choose another.',
} as const

/** File by file, so that each streams from the disk; the shell shares the folder when it has them all. */
async function shareFolder(post: Post, files: readonly ChosenFile[], options: ShareOptions) {
  const folder = crypto.randomUUID()
  for (const { file, path } of files) {
    const kept = await post(`/upload-to-folder?${query({ folder, path })}`, file)
    if (kept.ok) continue
    await post(`/drop-folder?${query({ folder })}`, '')
    return kept
  }
  return post(`/share-folder?${query({ folder }, options)}`, '')
}

function query(fields: Record<string, string>, options?: ShareOptions): string {
  const query = new URLSearchParams(fields)
  if (options?.pieceLengthBytes) query.set('pieceLengthBytes', String(options.pieceLengthBytes))
  if (options?.isPrivate) query.set('private', 'yes')
  return query.toString()
}

/** Reads the feed until told to stop; after each loss it waits a little longer, up to longestPauseMs, and starts anew. */
async function keepReading(
  web: WebSurroundings,
  signal: AbortSignal,
  onFeed: (message: FeedMessage) => void,
  onLost: (loss: FeedLoss) => void,
): Promise<void> {
  let pauseMs = firstPauseMs
  while (!signal.aborted) {
    const loss = await readFeed(web, signal, (message) => {
      pauseMs = firstPauseMs
      onFeed(message)
    })
    if (signal.aborted) return
    onLost(loss)
    await web.pause(pauseMs, signal)
    pauseMs = Math.min(2 * pauseMs, longestPauseMs)
  }
}

async function readFeed(
  web: WebSurroundings,
  signal: AbortSignal,
  onFeed: (message: FeedMessage) => void,
): Promise<FeedLoss> {
  // Only the network's failures are expected here: a mistake in onFeed must not look like a lost connection.
  const response = await web.fetch('/feed', { headers: { accept: 'text/event-stream' }, signal }).catch(() => undefined)
  if (response?.status === 401) return 'signed-out'
  if (!response?.ok || response.body === null) return 'retrying'
  const take = createDataLineReader((data) => onFeed(JSON.parse(data) as FeedMessage))
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  for (;;) {
    const chunk = await reader.read().catch(() => undefined)
    if (chunk === undefined || chunk.done) return 'retrying'
    take(decoder.decode(chunk.value, { stream: true }))
    // Of a large swarm a dozen chunks may be there at once: no frame need wait for all of them.
    await web.giveWay()
  }
}

function browser(): WebSurroundings {
  const inATurn = createTurns()
  return {
    fetch: (path, init) => fetch(path, init),
    pause: (ms, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms)
        signal.addEventListener('abort', () => {
          clearTimeout(timer)
          resolve()
        })
      }),
    giveWay: () => new Promise(inATurn),
  }
}
