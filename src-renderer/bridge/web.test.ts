import { describe, expect, it } from 'vitest'
import type { FeedMessage } from '../../src-shared/bridge.ts'
import type { PeerId } from '../../src-shared/swarm/ids.ts'
import { emptyView } from '../../src-shared/swarm/view.ts'
import type { FeedLoss } from './screen-bridge.ts'
import { createWebBridge, type WebSurroundings } from './web.ts'

const viewMessage: FeedMessage = { kind: 'view', view: { ...emptyView, seq: 7, dataFolder: 'Übung' } }
const eventsMessage: FeedMessage = { kind: 'events', events: [], load: 0 }

function stream(messages: FeedMessage[], bytesAtATime = 5): Response {
  const bytes = new TextEncoder().encode(messages.map((message) => `data: ${JSON.stringify(message)}\n\n`).join(''))
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += bytesAtATime) controller.enqueue(bytes.slice(at, at + bytesAtATime))
      controller.close()
    },
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}

/** Answers each request with the next of `answers` and stops the feed when they run out. */
async function follow(answers: (() => Response)[]) {
  const seen: FeedMessage[] = []
  const losses: FeedLoss[] = []
  const pausesMs: number[] = []
  await new Promise<void>((resolve) => {
    const web: WebSurroundings = {
      async fetch() {
        const answer = answers.shift()
        if (answer === undefined) throw new TypeError('nothing listens there')
        return answer()
      },
      async giveWay() {},
      async pause(ms) {
        pausesMs.push(ms)
        if (answers.length > 0) return
        stop()
        resolve()
      },
    }
    const stop = createWebBridge(web).subscribe(
      (message) => seen.push(message),
      (loss) => losses.push(loss),
    )
  })
  return { seen, losses, pausesMs }
}

describe('the feed of the web bridge', () => {
  it('passes on each message whole, however the bytes were split', async () => {
    const { seen } = await follow([() => stream([viewMessage, eventsMessage], 3)])
    expect(seen).toEqual([viewMessage, eventsMessage])
  })

  it('takes the next chunk only once others had their turn', async () => {
    const seen: FeedMessage[] = []
    let goOn: () => void = () => undefined
    const bytes = JSON.stringify(eventsMessage).length + 'data: \n\n'.length
    const answers = [stream([eventsMessage, eventsMessage, eventsMessage], bytes)]
    const stop = createWebBridge({
      fetch: async () => answers.shift() ?? new Response('', { status: 401 }),
      pause: async () => {},
      giveWay: () =>
        new Promise((resolve) => {
          goOn = resolve
        }),
    }).subscribe(
      (message) => seen.push(message),
      () => undefined,
    )
    const counts: number[] = []
    for (let turn = 0; turn < 3; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 0))
      counts.push(seen.length)
      goOn()
    }
    stop()
    expect(counts).toEqual([1, 2, 3])
  })

  it('reports the loss, waits longer each time, and starts again with what the shell sends', async () => {
    const down = () => new Response('', { status: 503 })
    const { seen, losses, pausesMs } = await follow([down, down, () => stream([viewMessage]), down])
    expect(seen).toEqual([viewMessage])
    expect(losses).toEqual(['retrying', 'retrying', 'retrying', 'retrying'])
    expect(pausesMs).toEqual([500, 1000, 500, 1000])
  })

  it('tells a sign-out from a program that is away', async () => {
    const { losses } = await follow([() => new Response('', { status: 401 })])
    expect(losses).toEqual(['signed-out'])
  })
})

describe('commands of the web bridge', () => {
  const peer = 'ab'.repeat(20) as PeerId

  it('posts the arguments as JSON and hands back the answer', async () => {
    const asked: [string, unknown][] = []
    const bridge = createWebBridge({
      async fetch(path, init) {
        asked.push([path, init.body])
        return Response.json({ ok: true, value: null })
      },
      pause: async () => {},
      giveWay: async () => {},
    })
    expect(await bridge.run('stop-peer', { peer })).toEqual({ ok: true, value: null })
    expect(asked).toEqual([['/command/stop-peer', JSON.stringify({ peer })]])
  })

  it('answers with a sentence when the program is gone', async () => {
    const bridge = createWebBridge({
      fetch: async () => Promise.reject(new TypeError('nothing listens there')),
      pause: async () => {},
      giveWay: async () => {},
    })
    expect(await bridge.run('stop-peer', { peer })).toMatchObject({ ok: false, code: 'disconnected' })
  })

  it('says what to do when the page is signed out', async () => {
    const bridge = createWebBridge({
      fetch: async () => new Response('', { status: 401 }),
      pause: async () => {},
      giveWay: async () => {},
    })
    const result = await bridge.run('start-demo', {})
    expect(result).toMatchObject({ ok: false, detail: expect.stringContaining('printed in the terminal') })
  })
})

describe('files of the web bridge', () => {
  async function share(paths: string[], refuse = '') {
    const asked: string[] = []
    const bridge = createWebBridge({
      async fetch(path, init) {
        asked.push(`${path.replace(/[0-9a-f-]{36}/, 'UUID')} ${await new Response(init.body).text()}`)
        return Response.json(refuse && path.includes(refuse) ? { ok: false, code: 'bad-file' } : { ok: true })
      },
      pause: async () => {},
      giveWay: async () => {},
    })
    const files = paths.map((path) => ({ path, file: new File([`in ${path}`], path.split('/').at(-1) ?? '') }))
    const result = await bridge.share(files, { pieceLengthBytes: 65_536, isPrivate: true })
    return { asked, result }
  }

  it('sends one file with how its torrent is to be made', async () => {
    const { asked } = await share(['a b.txt'])
    expect(asked).toEqual(['/upload?name=a+b.txt&pieceLengthBytes=65536&private=yes in a b.txt'])
  })

  it('sends a folder file by file, and then has it shared', async () => {
    const { asked } = await share(['film/a', 'film/x/b'])
    expect(asked).toEqual([
      '/upload-to-folder?folder=UUID&path=film%2Fa in film/a',
      '/upload-to-folder?folder=UUID&path=film%2Fx%2Fb in film/x/b',
      '/share-folder?folder=UUID&pieceLengthBytes=65536&private=yes ',
    ])
  })

  it('drops the folder when one file of it cannot be kept', async () => {
    const { asked, result } = await share(['film/a', 'film/x/b', 'film/c'], 'x%2Fb')
    expect(asked.slice(2)).toEqual(['/drop-folder?folder=UUID '])
    expect(result).toMatchObject({ ok: false, code: 'bad-file' })
  })
})
