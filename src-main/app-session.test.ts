import { existsSync } from 'node:fs'
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { InfoHash } from '../src-shared/swarm/ids.ts'
import { AppUnderTest } from './testing/app-under-test.ts'

let folder: string
const running: AppUnderTest[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarmscope-'))
})
afterEach(async () => {
  for (const app of running.splice(0)) await app.stop()
  await rm(folder, { recursive: true, force: true })
})

async function start(name: string): Promise<AppUnderTest> {
  const app = await AppUnderTest.start(join(folder, name))
  running.push(app)
  return app
}

/** As after kill -9 at this instant: another app finds what is on the disk now, while the first never says goodbye. */
async function startFromCrash(name: string): Promise<AppUnderTest> {
  await cp(join(folder, name), join(folder, `${name} after`), { recursive: true })
  return start(`${name} after`)
}

async function fileOf(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text.repeat(5_000))
  return path
}

const stateOf = (app: AppUnderTest, infoHash: InfoHash) => app.part(infoHash)?.state
const limits = { upBytesPerSec: 65_536, downBytesPerSec: 131_072 }

describe('after a crash', () => {
  test('what was shared, downloaded, paused and set is there again', async () => {
    const app = await start('a')
    const peer = app.me.id
    const shared = await app.share(await fileOf('shared.txt', 'to be shared '))
    const paused = await app.share(await fileOf('paused.txt', 'to be paused '))
    await app.value('pause-swarm', { peer, infoHash: paused })
    await app.value('change-limits', { peer, scope: { kind: 'peer' }, limits })
    await app.value('change-limits', { peer, scope: { kind: 'swarm', infoHash: paused }, limits })
    await app.value('change-strategy', { peer, infoHash: shared, choking: 'bep3', picking: 'in-order' })
    const after = await startFromCrash('a')
    await expect.poll(() => stateOf(after, shared)).toBe('active')
    await expect.poll(() => stateOf(after, paused)).toBe('paused')
    expect(after.me.limits).toEqual(limits)
    expect(after.part(shared)).toMatchObject({ role: 'seeder', choking: 'bep3', picking: 'in-order' })
    expect(after.part(paused)).toMatchObject({ role: 'seeder', limits, failure: null })
    await after.value('resume-swarm', { peer: after.me.id, infoHash: paused })
    await expect.poll(() => after.part(paused)).toMatchObject({ state: 'active', limits })
  })

  test('a download goes on with the pieces it had, and dials whom it knew', async () => {
    const seeder = await start('a')
    const infoHash = await seeder.share(await fileOf('notes.txt', 'to be shared, over and over. '.repeat(10)))
    await seeder.value('change-limits', {
      peer: seeder.me.id,
      scope: { kind: 'peer' },
      limits: { upBytesPerSec: 600_000, downBytesPerSec: null },
    })
    const { base64 } = await seeder.value('read-torrent', { infoHash })
    const leecher = await start('b')
    await leecher.value('open-torrent', { base64 })
    await leecher.value('connect', { peer: leecher.me.id, infoHash, addresses: [seeder.me.server ?? ''] })
    await expect.poll(() => leecher.part(infoHash)?.haveCount, { timeout: 10_000 }).toBeGreaterThan(2)
    const had = leecher.part(infoHash)?.haveCount ?? 0
    const after = await startFromCrash('b')
    await expect.poll(() => after.part(infoHash)?.haveCount).toBeGreaterThanOrEqual(had)
    await expect.poll(() => after.part(infoHash)?.role, { timeout: 15_000 }).toBe('seeder')
    const path = join(folder, 'b after', 'downloads', 'notes.txt')
    await expect.poll(() => existsSync(path)).toBe(true)
    expect((await readFile(path)).equals(await readFile(join(folder, 'notes.txt')))).toBe(true)
  }, 20_000)

  test('what was removed stays away, and so does its torrent', async () => {
    const app = await start('a')
    const path = await fileOf('notes.txt', 'to be shared ')
    const infoHash = await app.share(path)
    await app.value('remove-swarm', { peer: app.me.id, infoHash, deleteFiles: true })
    const after = await startFromCrash('a')
    expect(after.part(infoHash)).toBeUndefined()
    expect(await readdir(join(folder, 'a after', 'torrents'))).toEqual([])
    // Shared from its own place: it is not ours to delete.
    expect(await readdir(folder)).toContain('notes.txt')
  })
})

describe('when the disk is not as it was', () => {
  test('a shared file that is gone pauses its swarm with a sentence, and no other; resuming tries again', async () => {
    const app = await start('a')
    const lost = await fileOf('lost.txt', 'to be lost ')
    const [gone, kept] = [await app.share(lost), await app.share(await fileOf('kept.txt', 'to be kept '))]
    await app.stop()
    await rename(lost, `${lost}.away`)
    const after = await start('a')
    await expect.poll(() => stateOf(after, kept)).toBe('active')
    await expect.poll(() => after.part(gone)).toMatchObject({ state: 'paused', failure: expect.stringMatching(/\.$/) })
    expect(after.part(gone)?.failure).toContain(lost)
    const peer = after.me.id
    await after.value('resume-swarm', { peer, infoHash: gone })
    await expect.poll(() => stateOf(after, gone)).toBe('paused')
    await rename(`${lost}.away`, lost)
    await after.value('resume-swarm', { peer, infoHash: gone })
    await expect.poll(() => after.part(gone)).toMatchObject({ state: 'active', role: 'seeder', failure: null })
  })

  test('a failure is tried again at the next start', async () => {
    const app = await start('a')
    const path = await fileOf('notes.txt', 'to be lost ')
    const infoHash = await app.share(path)
    await app.stop()
    await rename(path, `${path}.away`)
    const between = await start('a')
    await expect.poll(() => between.part(infoHash)?.failure).toBeTruthy()
    await between.stop()
    await rename(`${path}.away`, path)
    const after = await start('a')
    await expect.poll(() => after.part(infoHash)).toMatchObject({ state: 'active', role: 'seeder' })
  })

  test('a session whose torrents are gone or spoilt starts without them', async () => {
    const app = await start('a')
    const [first, second, third] = [
      await app.share(await fileOf('1.txt', 'one ')),
      await app.share(await fileOf('2.txt', 'two ')),
      await app.share(await fileOf('3.txt', 'three ')),
    ]
    await app.stop()
    const torrents = join(folder, 'a', 'torrents')
    await rm(join(torrents, `${first}.torrent`))
    await cp(join(torrents, `${third}.torrent`), join(torrents, `${second}.torrent`))
    const after = await start('a')
    await expect.poll(() => stateOf(after, third)).toBe('active')
    expect(Object.keys(after.me.swarms)).not.toContain(first)
    expect(Object.keys(after.me.swarms)).not.toContain(second)
  })
})

test('a peer that is stopped keeps what it had, also for the next start', async () => {
  const app = await start('a')
  const peer = app.me.id
  const [active, paused] = [
    await app.share(await fileOf('1.txt', 'one ')),
    await app.share(await fileOf('2.txt', 'two ')),
  ]
  await app.value('pause-swarm', { peer, infoHash: paused })
  await app.value('stop-peer', { peer })
  expect(await app.run('resume-swarm', { peer, infoHash: paused })).toMatchObject({ ok: false, code: 'not-running' })
  const after = await startFromCrash('a')
  await expect.poll(() => [stateOf(after, active), stateOf(after, paused)]).toEqual(['active', 'paused'])
  await app.value('restart-peer', { peer })
  await expect.poll(() => [stateOf(app, active), stateOf(app, paused)]).toEqual(['active', 'paused'])
})

test('the course swarm and the demo are not saved', async () => {
  const app = await start('a')
  await app.value('start-demo', {})
  await app.stop()
  const saved = JSON.parse(await readFile(join(folder, 'a', 'session.json'), 'utf8'))
  expect(saved.swarms).toEqual([])
})
