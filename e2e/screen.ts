// What is on the screen, read the way a person or a screen reader reads it.

import type { Locator, Page } from '@playwright/test'

/** One link as the graph's words tell it. */
export interface LinkOnScreen {
  readonly dialler: string
  readonly clientId: number
  readonly acceptor: string
  readonly server: string
}

/** Every peer, link and dial of the graph, each in words. */
export async function graphWords(page: Page): Promise<string[]> {
  return page.getByRole('list', { name: 'Swarm graph in words' }).getByRole('listitem').allInnerTexts()
}

/** The graph's peers, by name. */
export async function namesInGraph(page: Page): Promise<string[]> {
  const words = await graphWords(page)
  return words.flatMap((line) => /^([^,:]+), (?:seeder|peer|leecher|in no swarm)\b/.exec(line)?.[1] ?? []).sort()
}

/** The graph's links. */
export async function linksInGraph(page: Page): Promise<LinkOnScreen[]> {
  return (await graphWords(page)).flatMap((line) => {
    const [, dialler, clientId, acceptor, server] = /^(.+) client (\d+) → (.+) server ([^,]+),/.exec(line) ?? []
    if (dialler === undefined || acceptor === undefined || server === undefined) return []
    return { dialler, clientId: Number(clientId), acceptor, server }
  })
}

/** The graph's links as `P2 > P1`, sorted. */
export async function pairsInGraph(page: Page): Promise<string[]> {
  return (await linksInGraph(page)).map(({ dialler, acceptor }) => `${dialler} > ${acceptor}`).sort()
}

/** The row of one peer in the peers table. */
export function peerRow(page: Page, name: string): Locator {
  const button = page.getByRole('button', { name, exact: true })
  return page.getByRole('table', { name: 'Peers' }).getByRole('row').filter({ has: button })
}

/** The peers table's first column, in its order. */
export async function namesInTable(page: Page): Promise<string[]> {
  return page.getByRole('table', { name: 'Peers' }).getByRole('rowheader').getByRole('button').allInnerTexts()
}

/** How many peers the tracker of each local peer lists, itself among them. */
export async function trackerCounts(page: Page): Promise<number[]> {
  const rows = await page.getByRole('table', { name: 'Peers' }).getByRole('row').allInnerTexts()
  return rows.flatMap((row) => /tracker lists (\d+)/.exec(row)?.[1] ?? []).map(Number)
}

/** How many pieces a peer has, as its row says. */
export async function piecesOf(page: Page, name: string): Promise<number> {
  return Number(/(\d+)\/\d+/.exec(await peerRow(page, name).innerText())?.[1])
}

/** The role of each peer in the graph, by name. */
export async function rolesInGraph(page: Page): Promise<Record<string, string>> {
  const words = await graphWords(page)
  return Object.fromEntries(
    words.flatMap((line) => {
      const [, name, role] = /^([^,:]+), (seeder|peer|leecher)\b/.exec(line) ?? []
      return name === undefined || role === undefined ? [] : [[name, role]]
    }),
  )
}

/** A panel at the side, by its heading. */
export function panel(page: Page, name: 'Add peer by IP' | 'This peer' | 'Swarms'): Locator {
  return page.getByRole('region', { name })
}

/** Types addresses where peers are added, and sends them. */
export async function addAddresses(page: Page, text: string): Promise<void> {
  const field = page.getByLabel('Addresses')
  await field.fill(text)
  await field.press('Enter')
}

/** The dials of this peer that are under way or failed. */
export function dials(page: Page): Locator {
  return page.getByRole('list', { name: 'Dials' }).getByRole('listitem')
}

/** The tabs of the drawer under the graph, in their order. */
export const tabs = [
  'Peers',
  'Links',
  'Pieces',
  'Unchokes',
  'Routing table',
  'Picture',
  'Finding peers',
  'Event log',
  'Selected',
] as const

/** Opens a tab of the drawer under the graph. */
export async function openTab(page: Page, name: (typeof tabs)[number]): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click()
}

/** Selects a peer in the peers table, and answers the panel that tells everything about it. */
export async function selectPeer(page: Page, name: string): Promise<Locator> {
  await openTab(page, 'Peers')
  await peerRow(page, name).getByRole('button', { name, exact: true }).click()
  return page.getByRole('region', { name: 'Selected', exact: true })
}

/** The lines of the event log. */
export function logLines(page: Page): Locator {
  return page.getByRole('log', { name: 'Events' }).getByRole('listitem')
}

/** Calls this peer something else than `P1`, as every app's peer is called at first. */
export async function rename(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click()
  const dialog = page.getByRole('dialog', { name: 'Settings' })
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** Types an upload limit in KiB/s, or none, where `scope` has such a field. */
export async function limitUpload(scope: Locator, kibPerSec: number | null): Promise<void> {
  const field = scope.getByLabel('Upload at most')
  await field.fill(kibPerSec === null ? '' : `${kibPerSec}`)
  await field.press('Enter')
}
