import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { drawCoursePicture } from '../src-main/demo/course-picture.ts'
import { type AppUnderTest, expect, test } from './fixtures.ts'
import { linksInGraph, namesInGraph, namesInTable, openTab, pairsInGraph, peerRow, rolesInGraph } from './screen.ts'

const everybody = ['P1', 'P2', 'P3', 'P4']
const linksOfTheCourse = ['P2', 'P3', 'P4'].flatMap((dialler) =>
  everybody.filter((name) => name !== dialler).map((acceptor) => `${dialler} > ${acceptor}`),
)

test.describe('the demo, slow enough to watch', () => {
  test.use({ appArgs: ['--demo-rate', '32KiB'] })

  test('is four peers, each with a server and links of its own, and the picture fills in', async ({ page, app }) => {
    await expect.poll(() => namesInGraph(page)).toEqual(everybody)
    await expect.poll(() => namesInTable(page)).toEqual(everybody)
    const ports = [app.peerPort, app.demoPort, app.demoPort + 1, app.demoPort + 2]
    for (const [index, name] of everybody.entries()) {
      await expect(peerRow(page, name)).toContainText(`127.0.0.1:${ports[index]}`)
      await expect(peerRow(page, name)).toContainText('tracker lists 4')
    }
    await test.step('a leecher dials everybody from its own client ports, the seeder nobody', () =>
      expectLinksOfTheCourse(app))
    await test.step('the picture fills in, piece by piece, differently at each peer', () => expectFilling(page))
  })
})

test.describe('the demo, fast', () => {
  test.use({ appArgs: ['--demo-rate', '8MiB'] })

  test('brings the picture to every peer, byte for byte, and all become seeders', async ({ page, app }) => {
    const seeder = { P1: 'seeder', P2: 'seeder', P3: 'seeder', P4: 'seeder' }
    await expect.poll(() => rolesInGraph(page)).toEqual(seeder)
    for (const name of everybody) await expect(peerRow(page, name)).toContainText('96/96')
    const sha1 = sha1Of(drawCoursePicture())
    for (const name of ['P2', 'P3', 'P4']) {
      // A role is won with the last piece; the file's name, once it rests safely on the disk.
      const file = () => readFile(join(app.dataFolder, 'demo', name, 'course-picture.bmp')).catch(() => Buffer.alloc(0))
      await expect.poll(async () => sha1Of(await file())).toBe(sha1)
    }
    await openTab(page, 'Picture')
    const pictures = page.getByRole('list', { name: 'course-picture.bmp' }).getByRole('img')
    await expect(pictures).toHaveCount(4)
    for (const [index, name] of everybody.entries()) {
      await expect(pictures.nth(index)).toHaveAccessibleName(`course-picture.bmp at ${name}: 96 of 96 pieces`)
    }
    await expect.poll(async () => new Set(await drawn(pictures)).size).toBe(1)
    await expect.poll(() => colours(pictures.first())).toBeGreaterThan(1000)
  })

  test('ends on demand and leaves this peer, and starts again', async ({ page }) => {
    await expect.poll(() => namesInTable(page)).toEqual(everybody)
    await page.getByRole('button', { name: 'End demo' }).click()
    await expect.poll(() => namesInTable(page)).toEqual(['P1'])
    await expect.poll(() => linksInGraph(page)).toEqual([])
    await page.getByRole('button', { name: 'Start demo swarm' }).press('Enter')
    await expect(page.getByRole('button', { name: 'Add demo peer' })).toBeFocused()
    await expect.poll(() => namesInTable(page)).toEqual(everybody)
    // Once everybody has everything there is nothing more to see, until it is shown again.
    const again = page.getByRole('button', { name: 'Show it again' })
    await expect(again).toBeVisible()
    const since = await peerRow(page, 'P2').getByRole('button', { name: 'P2' }).elementHandle()
    await again.click()
    await expect.poll(() => since?.isVisible()).toBe(false)
    await expect.poll(() => rolesInGraph(page)).toEqual({ P1: 'seeder', P2: 'seeder', P3: 'seeder', P4: 'seeder' })
  })
})

async function expectLinksOfTheCourse(app: AppUnderTest): Promise<void> {
  const { page } = app
  await expect.poll(() => pairsInGraph(page)).toEqual(linksOfTheCourse)
  const links = await linksInGraph(page)
  for (const [index, name] of ['P2', 'P3', 'P4'].entries()) {
    const dialled = links.filter(({ dialler }) => dialler === name)
    const first = app.clientPorts.first + 100 * (index + 1)
    expect(dialled.map(({ clientId }) => clientId).sort()).toEqual([first, first + 1, first + 2])
    for (const { clientId, acceptor } of dialled) {
      await expect(peerRow(page, name)).toContainText(`${clientId} → ${acceptor}`)
    }
  }
  await expect(peerRow(page, 'P1')).toContainText('no clients')
}

async function expectFilling(page: Page): Promise<void> {
  await openTab(page, 'Picture')
  const pictures = page.getByRole('list', { name: 'course-picture.bmp' }).getByRole('img')
  await expect(pictures.nth(1)).toHaveAccessibleName(/: [1-9]\d? of 96 pieces/)
  await expect.poll(async () => new Set(await drawn(pictures)).size).toBe(4)
}

function sha1Of(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex')
}

type Pictures = Locator

/** The pixels of each canvas. */
function drawn(pictures: Pictures): Promise<string[]> {
  return pictures.evaluateAll((canvases) => canvases.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()))
}

/** How many different colours a canvas shows. */
function colours(picture: Pictures): Promise<number> {
  return picture.evaluate((canvas: HTMLCanvasElement) => {
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data.buffer
    return new Set(new Uint32Array(pixels ?? new ArrayBuffer(0))).size
  })
}
