import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { type IncomingMessage, type RequestOptions, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { emptyView } from '../../../src-shared/swarm/view.ts'
import { FakeBridgeHost } from '../../testing/fake-bridge-host.ts'
import { readScreenFiles } from '../screen-files.ts'
import { maxCommandBytes } from './command.ts'
import { serveWeb, type WebServer } from './server.ts'

let folder: string
let host: FakeBridgeHost
let server: WebServer
let port: number
let cookie: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarmscope-web-'))
  await writeFile(join(folder, 'index.html'), '<!doctype html>screen')
  await writeFile(join(folder, 'main.js.map'), 'not for browsers')
  host = new FakeBridgeHost()
  server = await serveWeb({ host, files: await readScreenFiles(folder), dataFolder: folder }, 0)
  port = Number(new URL(server.url).port)
  const entrance = await ask(new URL(server.url).search.replace('?', '/?'), { cookie: '' })
  cookie = String(entrance.headers['set-cookie']?.[0]?.split(';')[0])
})

afterEach(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

/** Sends the headers of our own page, except where a test says otherwise. */
function open(path: string, { method = 'GET', ...headers }: Record<string, string> = {}) {
  const own = { cookie, origin: `http://127.0.0.1:${port}`, 'content-type': 'application/json' }
  const options: RequestOptions = { host: '127.0.0.1', port, path, method, headers: { ...own, ...headers } }
  return request(options)
}

async function ask(path: string, headers: Record<string, string> = {}, body: string | Buffer = '') {
  const outgoing = open(path, headers)
  outgoing.end(body)
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  ask(path, { method: 'POST', ...headers }, body)

describe('the door', () => {
  test('the right token is exchanged for a cookie that scripts and other sites cannot use', async () => {
    const { status, headers } = await ask(server.url.replace(/^.*\/\?/, '/?'), { cookie: '' })
    expect(status).toBe(303)
    expect(headers.location).toBe('/')
    expect(headers['set-cookie']?.[0]).toMatch(/^swarmscope-\d+=[0-9a-f]{64}; HttpOnly; SameSite=Strict/)
  })

  test.each(['/', '/index.html', '/feed', '/command/connect', '/?token=', `/?token=${'0'.repeat(64)}`])(
    'without the cookie %s answers 401 with a sentence',
    async (path) => {
      const { status, body } = await ask(path, { cookie: `swarmscope-${port}=${'0'.repeat(64)}` })
      expect(status).toBe(401)
      expect(body).toContain('address that it printed')
    },
  )

  test('another Host is refused even with the cookie, so that no foreign name can be bound to us', async () => {
    expect((await ask('/', { host: `evil.example:${port}` })).status).toBe(403)
    expect((await ask('/', { host: '127.0.0.1' })).status).toBe(403)
    expect((await ask('/', { host: `localhost:${port}` })).status).toBe(200)
  })

  test('a command from another page is refused', async () => {
    expect((await post('/command/connect', '{}', { origin: 'http://evil.example' })).status).toBe(403)
    expect((await post('/command/connect', '{}', { origin: `http://127.0.0.1:${port + 1}` })).status).toBe(403)
    expect((await post('/command/connect', '{}', { 'sec-fetch-site': 'same-site' })).status).toBe(403)
    expect(host.commands).toEqual([])
  })

  test('two servers have different tokens', async () => {
    const other = await serveWeb({ host, files: new Map(), dataFolder: folder }, 0)
    other.close()
    expect(new URL(other.url).search).not.toBe(new URL(server.url).search)
  })
})

describe('files', () => {
  test('the screen comes with a strict content security policy', async () => {
    const { status, headers, body } = await ask('/')
    expect([status, body]).toEqual([200, '<!doctype html>screen'])
    expect(headers['content-type']).toContain('text/html')
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('no-referrer')
  })

  test.each(['/../package.json', '/%2e%2e/package.json', '//', '/main.js.map', '/nothing'])(
    '%s is not there',
    async (path) => {
      expect((await ask(path)).status).toBe(404)
    },
  )

  test('what is no address, and other methods, are refused', async () => {
    expect((await ask('http://[')).status).toBe(400)
    expect((await ask('/', { method: 'PUT' })).status).toBe(405)
  })
})

describe('commands', () => {
  test('run with their arguments and answer with their result', async () => {
    host.answer = { ok: false, code: 'unknown-peer', detail: 'There is no such peer.' }
    const { status, body } = await post('/command/stop-peer', '{"peer":"é"}')
    expect(status).toBe(200)
    expect(JSON.parse(body)).toEqual(host.answer)
    expect(host.commands).toEqual([{ name: 'stop-peer', args: { peer: 'é' } }])
  })

  test('what is not JSON is refused', async () => {
    expect((await post('/command/connect', '{')).status).toBe(400)
    expect((await post('/command/connect', '{}', { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post('/command/no%20name', '{}')).status).toBe(404)
    expect(host.commands).toEqual([])
  })

  test('one that is too long is refused', async () => {
    expect((await post('/command/connect', Buffer.alloc(maxCommandBytes + 1, ' '))).status).toBe(413)
    expect(host.commands).toEqual([])
  })
})

describe('the feed', () => {
  async function feed() {
    const outgoing = open('/feed')
    outgoing.end()
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
    return response
  }

  test('sends each message as one event and asks for the next when it is taken', async () => {
    const response = await feed()
    expect(response.headers['content-type']).toBe('text/event-stream')
    response.setEncoding('utf8')
    expect((await once(response, 'data'))[0]).toBe('data: {"kind":"events","events":[],"load":0}\n\n')
    await vi.waitFor(() => expect(host.screens[0]?.readyCount).toBe(1))
    host.screens[0]?.deliver({ kind: 'view', view: emptyView })
    expect((await once(response, 'data'))[0]).toMatch(/^data: \{"kind":"view".*\}\n\n$/)
    await vi.waitFor(() => expect(host.screens[0]?.readyCount).toBe(2))
    response.destroy()
  })

  test('a browser that does not read holds the feed back', async () => {
    const response = await feed()
    await vi.waitFor(() => expect(host.screens[0]?.readyCount).toBe(1))
    const large = { ...emptyView, dataFolder: 'x'.repeat(32 * 1024 * 1024) }
    host.screens[0]?.deliver({ kind: 'view', view: large })
    // Another whole exchange with the server goes by, and the large message is still on its way.
    await ask('/')
    expect(host.screens[0]?.readyCount).toBe(1)
    response.resume()
    // So much takes a while on a busy computer.
    await vi.waitFor(() => expect(host.screens[0]?.readyCount).toBe(2), { timeout: 20_000 })
    response.destroy()
  })

  test('ends when the browser goes away', async () => {
    const response = await feed()
    expect(host.screens[0]?.ended).toBe(false)
    response.destroy()
    await vi.waitFor(() => expect(host.screens[0]?.ended).toBe(true))
  })
})

describe('uploads', () => {
  const shared = () => join(folder, 'shared')

  test('are kept under a safe name and shared', async () => {
    const bytes = Buffer.alloc(300_000, 7)
    const { body } = await post('/upload?name=..%2F..%2Flab%20notes.pdf', bytes)
    expect(JSON.parse(body)).toEqual({ ok: true, value: null })
    const path = join(shared(), 'lab notes.pdf')
    const args = { path, pieceLengthBytes: null, isPrivate: false }
    expect(host.commands).toEqual([{ name: 'share-file', args }])
    expect((await readFile(path)).equals(bytes)).toBe(true)
    expect(await readdir(shared())).toEqual(['lab notes.pdf'])
  })

  test('never write over another file', async () => {
    await post('/upload?name=a.txt', 'first')
    await post('/upload?name=a.txt', 'second')
    expect(await readFile(join(shared(), 'a.txt'), 'utf8')).toBe('first')
    expect(await readFile(join(shared(), 'a (2).txt'), 'utf8')).toBe('second')
  })

  test('leave nothing behind when they cannot be shared', async () => {
    host.answer = { ok: false, code: 'bad-file', detail: 'The file is empty.' }
    const { body } = await post('/upload?name=empty', '')
    expect(JSON.parse(body)).toEqual(host.answer)
    expect(await readdir(shared())).toEqual([])
  })

  test('leave nothing behind when they break off', async () => {
    const outgoing = open('/upload?name=big', { method: 'POST', 'content-length': '1000' })
    outgoing.on('error', () => {})
    outgoing.write('half')
    // No other file may find its name taken by half of one.
    await vi.waitFor(async () => expect(await readdir(shared())).toEqual([expect.stringMatching(/^\..*\.part$/)]))
    outgoing.destroy()
    await vi.waitFor(async () => expect(await readdir(shared())).toEqual([]))
    expect(host.commands).toEqual([])
  })

  test('are shared as a torrent of the kind that was chosen', async () => {
    await post('/upload?name=a&pieceLengthBytes=65536&private=yes', 'bytes')
    expect(host.commands).toMatchObject([{ args: { pieceLengthBytes: 65_536, isPrivate: true } }])
  })

  test('say why when the data folder cannot be written', async () => {
    await writeFile(shared(), 'a file where the folder should be')
    const { status, body } = await post('/upload?name=a', 'bytes')
    expect(status).toBe(200)
    expect(JSON.parse(body)).toMatchObject({ ok: false, code: 'bad-file' })
    expect(JSON.parse(body).detail).toMatch(/could not be kept: .*shared needs a folder where a file stands; move/)
  })
})

describe('uploads of a folder', () => {
  const shared = () => join(folder, 'shared')
  const upload = '0a1b2c3d-0000-4000-8000-00000000000a'
  const add = (path: string, body: string) =>
    post(`/upload-to-folder?folder=${upload}&path=${encodeURIComponent(path)}`, body)

  test('keep every file in its place and share the folder once', async () => {
    await add('film/part 1/a.txt', 'first')
    await add('film/part 2/a.txt', '')
    expect((await readdir(shared())).filter((name) => !name.startsWith('.'))).toEqual([])
    const { body } = await post(`/share-folder?folder=${upload}&pieceLengthBytes=32768`, '')
    expect(JSON.parse(body)).toEqual({ ok: true, value: null })
    const path = join(shared(), 'film')
    expect(host.commands).toEqual([{ name: 'share-file', args: { path, pieceLengthBytes: 32_768, isPrivate: false } }])
    expect(await readFile(join(path, 'part 1', 'a.txt'), 'utf8')).toBe('first')
    expect(await readFile(join(path, 'part 2', 'a.txt'), 'utf8')).toBe('')
    expect(await readdir(shared())).toEqual(['film'])
  })

  test('never write over another folder, nor one file over another', async () => {
    await add('film/a.txt', 'first')
    await add('film/a.txt', 'second')
    await post(`/share-folder?folder=${upload}`, '')
    await add('film/a.txt', 'third')
    await post(`/share-folder?folder=${upload}`, '')
    expect(await readFile(join(shared(), 'film', 'a (2).txt'), 'utf8')).toBe('second')
    expect(await readFile(join(shared(), 'film (2)', 'a.txt'), 'utf8')).toBe('third')
  })

  test.each(['../../a.txt', '../film/../../a.txt', 'C:\\film/..\\a.txt', '/etc/a.txt', 'a.txt', '', 'a//b'])(
    '%j stays in the folder, or is refused',
    async (path) => {
      await add(path, 'bytes')
      await post(`/share-folder?folder=${upload}`, '')
      const entries = await readdir(folder, { recursive: true })
      const written = entries.filter((entry) => entry.endsWith('a.txt') || entry.endsWith('b'))
      for (const entry of written) expect(entry).toMatch(/^shared\/[^/.][^/]*\/.*a\.txt$/)
    },
  )

  test('leave nothing behind when they are dropped or cannot be shared', async () => {
    await add('film/a.txt', 'first')
    await post(`/drop-folder?folder=${upload}`, '')
    expect(await readdir(shared())).toEqual([])
    await add('film/a.txt', 'first')
    host.answer = { ok: false, code: 'bad-file', detail: 'It cannot be shared.' }
    const { body } = await post(`/share-folder?folder=${upload}`, '')
    expect(JSON.parse(body)).toEqual(host.answer)
    expect(await readdir(shared())).toEqual([])
  })

  test('keep no half of a file that broke off', async () => {
    await add('film/a.txt', 'first')
    const outgoing = open(`/upload-to-folder?folder=${upload}&path=film/b.txt`, {
      method: 'POST',
      'content-length': '1000',
    })
    outgoing.on('error', () => {})
    outgoing.write('half')
    const there = async () => (await readdir(join(shared(), `.${upload}.part`, 'film'))).sort()
    await vi.waitFor(async () => expect(await there()).toEqual(['a.txt', 'b.txt']))
    outgoing.destroy()
    await vi.waitFor(async () => expect(await there()).toEqual(['a.txt']))
  })

  test('that cannot be dropped stop nobody', async () => {
    await writeFile(shared(), 'a file where the folder should be')
    expect((await post(`/drop-folder?folder=${upload}`, '')).status).toBe(200)
    expect(JSON.parse((await add('film/a.txt', 'first')).body)).toMatchObject({ ok: false, code: 'bad-file' })
  })

  test('take no name but a UUID, and nothing that was never sent', async () => {
    for (const path of ['/share-folder?folder=..', '/drop-folder?folder=../..', `/share-folder?folder=${upload}`]) {
      expect(JSON.parse((await post(path, '')).body)).toMatchObject({ ok: false, code: 'bad-file' })
    }
    expect(host.commands).toEqual([])
  })
})
