import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { endpointOf } from '../src-shared/swarm/address.ts'
import type { LinkView } from '../src-shared/swarm/view.ts'
import type { AppOptions } from './app.ts'
import { AppUnderTest } from './testing/app-under-test.ts'

let folder: string
let apps: AppUnderTest[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'swarmscope-reports-'))
  apps = []
})
afterEach(async () => {
  await Promise.all(apps.map((app) => app.stop()))
  await rm(folder, { recursive: true, force: true })
})

async function start(name: string, options: Partial<AppOptions>): Promise<AppUnderTest> {
  const app = await AppUnderTest.start(join(folder, name), options)
  apps.push(app)
  return app
}

const reportedAt = (app: AppUnderTest) =>
  Object.values<LinkView>(app.view.links).filter(({ reported }) => reported !== null)

test('another program shows the links of a whole demo, each once, until the settings keep them here', async () => {
  const demo = await start('demo', { demo: true, demoBytesPerSec: 100_000 })
  await expect.poll(() => Object.keys(demo.view.links).length, { timeout: 10_000 }).toBe(9)
  const other = await start('other', {})
  await other.value('connect', { peer: other.view.me!, addresses: [demo.me.server!] })
  const byBoth = () => reportedAt(other).filter(({ reported }) => reported?.dialler && reported.acceptor)
  await expect.poll(() => byBoth().length, { timeout: 15_000 }).toBe(9)
  expect(reportedAt(other)).toHaveLength(9)
  expect(reportedAt(demo)).toEqual([])
  const { port: serverPort } = endpointOf(demo.me.server!)
  await demo.value('change-settings', { settings: { ...demo.view.settings!, serverPort, reportLinks: false } })
  await expect.poll(() => reportedAt(other), { timeout: 10_000 }).toEqual([])
  expect(Object.keys(other.view.links).length).toBeGreaterThan(0)
})
