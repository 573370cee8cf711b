import { createServer, type Server } from 'node:net'
import { expect, test } from './fixtures.ts'
import {
  addAddresses,
  dials,
  graphWords,
  linksInGraph,
  namesInGraph,
  pairsInGraph,
  panel,
  peerRow,
  rolesInGraph,
} from './screen.ts'

let servers: Server[] = []
test.afterEach(async () => {
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))))
  servers = []
})

/** A server that answers whatever comes with `answer`, or with silence, until the other side hangs up. */
async function serve(port: number, answer?: string): Promise<{ hangUp(): void }> {
  const hangUps: (() => void)[] = []
  const server = createServer((socket) => {
    hangUps.push(() => socket.destroy())
    socket.on('error', () => socket.destroy())
    socket.on('data', () => answer !== undefined && socket.end(answer))
  })
  servers.push(server)
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
  return { hangUp: () => hangUps.forEach((hangUp) => void hangUp()) }
}

test.describe('into the demo', () => {
  test.use({ appArgs: ['--demo-rate', '1MiB'] })
  test.beforeEach(async ({ page }) => {
    await expect.poll(async () => (await linksInGraph(page)).length).toBe(9)
  })

  test('a terminal peer that is added by IP is connected, and in every list and picture of the swarm', async ({
    page,
    app,
    terminalPeer,
  }) => {
    const port = app.sparePort
    const peer = await terminalPeer(port, '--name', 'Ada')
    await addAddresses(page, `127.0.0.1/${port}`)
    const client = app.clientPorts.first
    await expect(panel(page, 'Add peer by IP')).toContainText(`Client ${client} connected to 127.0.0.1:${port}`)
    await expect.poll(() => namesInGraph(page)).toEqual(['Ada', 'P1', 'P2', 'P3', 'P4'])
    await expect.poll(() => pairsInGraph(page)).toContain('P1 > Ada')
    for (const pair of ['Ada > P1', 'Ada > P2', 'Ada > P3', 'Ada > P4']) {
      await expect.poll(() => pairsInGraph(page)).toContain(pair)
    }
    await expect(peerRow(page, 'P1')).toContainText(`${client} → Ada`)
    await expect(peerRow(page, 'P1')).toContainText('tracker lists 5')
    await expect(peerRow(page, 'Ada')).toContainText('remote')
    await expect(peerRow(page, 'Ada')).not.toContainText('stopped')
    await expect(page.getByRole('banner')).toContainText('5 peers')
    await expect(dials(page)).toHaveCount(0)
    await expect.poll(async () => (await rolesInGraph(page)).Ada).toBe('seeder')
    await peer.stop()
    await expect.poll(() => namesInGraph(page)).toEqual(['P1', 'P2', 'P3', 'P4'])
    await expect(page.getByRole('list', { name: 'Recently left' })).toContainText('It left the swarm politely.')
  })

  test('a terminal peer that crashes leaves every list', async ({ page, app, terminalPeer }) => {
    const peer = await terminalPeer(app.sparePort, '--name', 'Ada')
    await addAddresses(page, `127.0.0.1:${app.sparePort}`)
    await expect.poll(() => pairsInGraph(page)).toContain('Ada > P4')
    peer.process.kill('SIGKILL')
    await expect.poll(() => namesInGraph(page)).toEqual(['P1', 'P2', 'P3', 'P4'])
    for (const name of ['P1', 'P2', 'P3', 'P4']) await expect(peerRow(page, name)).toContainText('tracker lists 4')
    await expect(page.getByRole('list', { name: 'Recently left' })).toContainText('Ada')
  })

  test('addresses that fail each get their sentence, and the demo goes on', async ({ page, app }) => {
    const [refused, http] = [app.sparePort, app.sparePort + 1]
    await serve(http, 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
    const before = await pairsInGraph(page)
    await addAddresses(page, `127.0.0.1:${refused}\n127.0.0.1/${http}, 127.0.0.1:${app.peerPort}\n10.0.0.999`)
    const sentence = async (port: number, words: string | RegExp) =>
      expect(dials(page).filter({ hasText: `127.0.0.1:${port}` })).toContainText(words)
    await sentence(refused, 'Refused: no program listens at that address.')
    await sentence(http, 'Something answers there, but it does not speak BitTorrent.')
    await sentence(app.peerPort, 'That is this peer itself.')
    await expect(panel(page, 'Add peer by IP')).toContainText('each of the four numbers is 0–255')
    await expect(page.getByLabel('Addresses')).toHaveValue('10.0.0.999')
    await expect.poll(async () => (await graphWords(page)).join('\n')).toContain(`127.0.0.1:${refused}: Refused`)
    await expect(dials(page)).toHaveCount(3)
    expect(await pairsInGraph(page)).toEqual(before)
    const all = { P1: 'seeder', P2: 'seeder', P3: 'seeder', P4: 'seeder' }
    await expect.poll(() => rolesInGraph(page)).toEqual(all)
    await dials(page)
      .filter({ hasText: `:${http}` })
      .getByRole('button', { name: 'Dismiss' })
      .click()
    await expect(dials(page)).toHaveCount(2)
    await expect.poll(async () => (await graphWords(page)).join('\n')).not.toContain(`:${http}`)
  })
})

test.describe('alone', () => {
  test.use({ appArgs: ['--no-demo'] })

  test('what is no address is told before anything is sent, and stays in the field to be mended', async ({ page }) => {
    const field = page.getByLabel('Addresses')
    const cases: [string, RegExp][] = [
      ['10.0.0', /needs four numbers/],
      ['127.0.0.1:70000', /70000 is not a port: a port is a number 1–65535/],
      ['localhost:5000', /localhost is a name: type its IP address, such as 127\.0\.0\.1/],
      ['127.0.0.1/', /port is missing/],
      ['[::1', /not an IPv6 address|not an IP address/],
    ]
    for (const [text, sentence] of cases) {
      await addAddresses(page, text)
      await expect(panel(page, 'Add peer by IP')).toContainText(sentence)
      await expect(field).toHaveValue(text)
      await expect(field).toHaveAttribute('aria-invalid', 'true')
    }
    await expect(dials(page)).toHaveCount(0)
  })

  test('a dial is shown while it is under way, with the client port that it uses', async ({ page, app }) => {
    const silent = await serve(app.sparePort)
    await addAddresses(page, `127.0.0.1:${app.sparePort}`)
    const words = `dialling 127.0.0.1:${app.sparePort} from ${app.clientPorts.first}…`
    await expect(dials(page)).toContainText(words)
    await expect.poll(() => graphWords(page)).toContain(words)
    silent.hangUp()
    await expect(dials(page)).toContainText('It closed the connection instead of answering the handshake')
  })

  test('a refused address can be tried again, and connects once somebody listens there', async ({
    page,
    app,
    terminalPeer,
  }) => {
    const address = `127.0.0.1:${app.sparePort}`
    await addAddresses(page, address)
    await expect(dials(page)).toContainText('Refused')
    await dials(page).getByRole('button', { name: 'Retry' }).click()
    await expect(dials(page)).toContainText('Refused')
    await terminalPeer(app.sparePort, '--name', 'Ada')
    await dials(page).getByRole('button', { name: 'Retry' }).click()
    await expect.poll(() => pairsInGraph(page)).toContain('P1 > Ada')
    await expect(dials(page)).toHaveCount(0)
  })

  test('several addresses are dialled at once, each from a client port of its own', async ({
    page,
    app,
    terminalPeer,
  }) => {
    const ports = [app.sparePort, app.sparePort + 10, app.sparePort + 20]
    for (const [index, port] of ports.entries()) await terminalPeer(port, '--name', `T${index + 1}`)
    await addAddresses(page, ports.map((port) => `127.0.0.1/${port}`).join('\n'))
    const mine = async () => (await linksInGraph(page)).filter(({ dialler }) => dialler === 'P1')
    await expect.poll(async () => (await mine()).map(({ acceptor }) => acceptor).sort()).toEqual(['T1', 'T2', 'T3'])
    const first = app.clientPorts.first
    expect((await mine()).map(({ clientId }) => clientId).sort()).toEqual([first, first + 1, first + 2])
    await addAddresses(page, `127.0.0.1:${app.sparePort}`)
    await expect(dials(page)).toContainText('Already connected to that peer')
  })
})
