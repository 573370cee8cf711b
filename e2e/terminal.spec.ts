import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Child } from './child-process.ts'
import { findFreePorts } from './free-ports.ts'
import { isListening, startPeer } from './terminal-peer.ts'

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
let folder: string
let running: Child[]

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarmscope-terminal-'))
  running = []
})
test.afterEach(async () => {
  await Promise.all(running.map((child) => child.stop()))
  await rm(folder, { recursive: true, force: true })
})

function peer(...args: string[]): Child {
  const child = startPeer(...args)
  running.push(child)
  return child
}

/** A peer with a server port and ten client ports of its own. */
function peerAt(port: number, ...args: string[]): Child {
  return peer('--listen', `127.0.0.1:${port}`, '--client-ports', `${port + 1}-${port + 10}`, ...args)
}

test("three peers print the course's lines", async () => {
  const base = await findFreePorts(40)
  await Promise.all([peerAt(base), peerAt(base + 11)].map(isListening))
  const third = base + 22
  const last = peerAt(third, '--connect', `127.0.0.1/${base},127.0.0.1/${base + 11}`)
  await last.waitFor(new RegExp(`connected to peer 127.0.0.1/${base + 11}`))
  const lines = last.output().split('\n').slice(0, 5)
  expect(lines[0]).toMatch(new RegExp(`^Peer: ${uuid} running its server and tracker:$`))
  expect(lines.slice(1)).toEqual([
    `Listening for new peers at 127.0.0.1/${third}`,
    lines[0]?.replace('server and tracker', 'clients'),
    `Client id ${third + 1} connected to peer 127.0.0.1/${base}`,
    `Client id ${third + 2} connected to peer 127.0.0.1/${base + 11}`,
  ])
})

test('a seeder and two leechers move 64 MiB, byte for byte, and Ctrl-C leaves politely', async () => {
  const base = await findFreePorts(40)
  const file = join(folder, 'lecture.bin')
  const bytes = randomBytes(64 * 1024 * 1024)
  await writeFile(file, bytes)
  const seeder = peerAt(base, '--seed', file)
  await seeder.waitFor(/its torrent is/)
  const leechers = [1, 2].map((number) =>
    peerAt(
      base + 11 * number,
      '--torrent',
      `${file}.torrent`,
      '--out',
      join(folder, `out${number}`),
      '--connect',
      `127.0.0.1/${base}`,
    ),
  )
  await Promise.all(leechers.map((leecher) => leecher.waitFor(/Complete: every piece is verified/)))
  for (const number of [1, 2]) {
    expect((await readFile(join(folder, `out${number}`, 'lecture.bin'))).equals(bytes)).toBe(true)
  }
  expect(await leechers[0]?.stop()).toBe(0)
  expect(await seeder.stop()).toBe(0)
})

test('a port that is taken, a missing file and a wrong option end it with a sentence', async () => {
  const base = await findFreePorts(40)
  await isListening(peerAt(base))
  const cases: [string[], RegExp][] = [
    [['--listen', `127.0.0.1:${base}`], /Cannot listen at .*another program holds port/],
    [['--seed', join(folder, 'nowhere.bin')], /does not exist/],
    [['--torrent', join(folder, 'nowhere.torrent')], /could not be read/],
    [['--up', 'fast'], /--up: fast is not a size per second/],
    [['--nonsense'], /--nonsense/],
  ]
  for (const [args, sentence] of cases) {
    const child = peer(...args)
    await child.waitFor(sentence)
    await expect.poll(() => child.process.exitCode).toBe(1)
  }
})

test('each address that cannot be connected is told, and none stops the others', async () => {
  const base = await findFreePorts(40)
  await isListening(peerAt(base))
  const child = peerAt(
    base + 11,
    '--connect',
    `10.0.0.999,127.0.0.1/${base + 30},127.0.0.1/${base + 11},127.0.0.1/${base}`,
  )
  await child.waitFor(new RegExp(`Client id ${base + 13} connected to peer 127.0.0.1/${base}|Client id \\d+ connected`))
  expect(child.output()).toContain('No connection to peer 10.0.0.999: 10.0.0.999 is not an IP address')
  expect(child.output()).toContain(`No connection to peer 127.0.0.1/${base + 30}: Refused`)
  expect(child.output()).toContain('That is this peer itself.')
})

test('a shared file that becomes shorter ends its seeder with a sentence', async () => {
  const base = await findFreePorts(40)
  const file = join(folder, 'lecture.bin')
  await writeFile(file, randomBytes(1024 * 1024))
  const seeder = peerAt(base, '--seed', file)
  await seeder.waitFor(/its torrent is/)
  await writeFile(file, 'short')
  peerAt(base + 11, '--torrent', `${file}.torrent`, '--out', join(folder, 'out'), '--connect', `127.0.0.1/${base}`)
  await seeder.waitFor(/became shorter; put it back, or share it again/)
  await expect.poll(() => seeder.process.exitCode).toBe(1)
})

test('Ctrl-C while an address does not answer still leaves politely', async () => {
  const base = await findFreePorts(40)
  const silent = createServer((socket) => socket.on('error', () => undefined)).listen(base + 30, '127.0.0.1')
  const other = peerAt(base)
  await isListening(other)
  const child = peerAt(base + 11, '--connect', `127.0.0.1/${base},127.0.0.1/${base + 30}`)
  await child.waitFor(/Client id \d+ connected/)
  expect(await child.stop()).toBe(0)
  silent.close()
})

test('--help lists every option', async () => {
  const child = peer('--help')
  await child.waitFor(/--client-ports/)
  await expect.poll(() => child.process.exitCode).toBe(0)
})
