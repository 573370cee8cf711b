import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeMagnet } from '../src-shared/metainfo/magnet.ts'
import type { Address, InfoHash } from '../src-shared/swarm/ids.ts'
import { emptySession, readSession, type SavedSession, writeSession } from './saved-session.ts'
import { Session } from './session.ts'
import { ManualClock } from './testing/manual-clock.ts'

let folder: string
let lines: string[]
let session: Session

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarmscope-'))
  lines = []
  session = new Session(folder, (line) => lines.push(line))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const infoHash = 'ab'.repeat(20) as InfoHash
const sample: SavedSession = {
  limits: { upBytesPerSec: 65_536, downBytesPerSec: null },
  swarms: [
    {
      infoHash,
      place: { kind: 'shared', path: '/home/ada/film' },
      paused: true,
      unwanted: [0, 2],
      limits: { upBytesPerSec: null, downBytesPerSec: 1024 },
      choking: 'bep3',
      picking: 'in-order',
      members: ['127.0.0.1:7001' as Address],
    },
  ],
  magnets: ['magnet:?xt=urn:btih:abc'],
}

test('what nobody waits for is saved soon, once for many', async () => {
  const clock = new ManualClock()
  const patient = new Session(folder, (line) => lines.push(line), clock)
  let snapshots = 0
  patient.begin(() => {
    snapshots++
    return sample
  })
  for (let i = 0; i < 1_000; i++) patient.saveSoon()
  await clock.advance(499)
  expect(snapshots).toBe(0)
  await clock.advance(1)
  // One after the other: then it has been written.
  await patient.keepTorrent(infoHash, new Uint8Array(1))
  expect([snapshots, await patient.load()]).toEqual([1, sample])
  patient.saveSoon()
  await clock.advance(500)
  await patient.keepTorrent(infoHash, new Uint8Array(1))
  expect(snapshots).toBe(2)
})

test('what is saved is there at the next start', async () => {
  session.begin(() => sample)
  await session.save()
  expect(await new Session(folder, (line) => lines.push(line)).load()).toEqual(sample)
  expect(await new Session(join(folder, 'elsewhere'), (line) => lines.push(line)).load()).toEqual(emptySession)
  expect(lines).toEqual([])
})

test('many changes in one breath are written once, with the last state', async () => {
  let asked = 0
  session.begin(() => ({ ...sample, magnets: [String(++asked)] }))
  await Promise.all([session.save(), session.save(), session.save()])
  expect(asked).toBe(1)
  await session.save()
  expect((await session.load()).magnets).toEqual(['2'])
})

test('after the last word nothing is written any more', async () => {
  let now = sample
  session.begin(() => now)
  await session.end()
  now = emptySession
  await session.save()
  expect(await session.load()).toEqual(sample)
})

test('a file that is half written aside does no harm', async () => {
  session.begin(() => sample)
  await session.save()
  await writeFile(join(folder, 'session.json.new'), '{"version": 1, "swa')
  expect(await session.load()).toEqual(sample)
  session.begin(() => emptySession)
  await session.save()
  expect(await session.load()).toEqual(emptySession)
})

test.each(['', '{', 'null', '7', '{"version": 2}', '[]', '{"version": 1, "swarms": 3}'])(
  'a spoilt file stops nothing and is kept: %s',
  async (text) => {
    await writeFile(join(folder, 'session.json'), text)
    expect(await session.load()).toEqual(emptySession)
    expect(await readFile(join(folder, 'session.json.bad'), 'utf8')).toBe(text)
    expect(lines).toEqual([expect.stringContaining('session.json.bad')])
  },
)

test('what is right in a file that is spoilt in part counts', async () => {
  const value = JSON.parse(writeSession(sample))
  value.swarms.push({ ...value.swarms[0], choking: '__proto__' }, null, { infoHash: '../../x' })
  await writeFile(join(folder, 'session.json'), JSON.stringify(value))
  expect(await session.load()).toEqual(sample)
  expect(await readFile(join(folder, 'session.json.bad'), 'utf8')).toBe(JSON.stringify(value))
  // The program may die before it saves.
  expect(await session.load()).toEqual(sample)
})

test('what cannot be read is moved away, so that it is neither lost nor in the way', async () => {
  await mkdir(join(folder, 'session.json'))
  expect(await session.load()).toEqual(emptySession)
  expect(lines).toEqual([expect.stringContaining('session.json.bad')])
  session.begin(() => sample)
  await session.save()
  expect(await session.load()).toEqual(sample)
  expect(await readdir(folder)).toEqual(['session.json', 'session.json.bad'])
})

test('the longest magnet link that is opened is saved too', () => {
  const trackers = Array.from({ length: 8 }, (_, i) => `http://10.0.0.${i}/${'x'.repeat(980)}`)
  const long = writeMagnet({ infoHash, name: '', trackers, peers: [] })
  expect(long.length).toBeGreaterThan(7_000)
  const session = { ...sample, magnets: [long] }
  expect(readSession(writeSession(session))).toEqual({ session, whole: true })
})

test('reading never throws, whatever stands there', () => {
  fc.assert(
    fc.property(fc.json(), fc.anything(), (json, inside) => {
      readSession(json)
      const { session } = readSession(JSON.stringify({ version: 1, limits: inside, swarms: [inside], magnets: inside }))
      expect(readSession(writeSession(session))).toEqual({ session, whole: true })
    }),
  )
})

test('a torrent is kept until its swarm is forgotten, and goes only after it', async () => {
  let now = sample
  session.begin(() => now)
  await session.keepTorrent(infoHash, Buffer.from('d4:infode'))
  await session.save()
  expect(await session.torrentOf(infoHash)).toEqual(Buffer.from('d4:infode'))
  now = emptySession
  await session.forgetTorrent(infoHash)
  expect(await session.torrentOf(infoHash)).toBeUndefined()
  expect(await session.load()).toEqual(emptySession)
})

test('a folder that cannot be written is told once and stops nobody', async () => {
  const lost = new Session(join(folder, 'gone'), (line) => lines.push(line))
  let count = 0
  lost.begin(() => ({ ...sample, magnets: [String(++count)] }))
  await lost.save()
  await lost.save()
  expect(lines).toHaveLength(1)
})
