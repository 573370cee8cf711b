import { once } from 'node:events'
import { createServer, Server, Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { tcpTransport } from './tcp-transport.ts'
import { type Connection, DialError, ListenError, type Listener } from './transport.ts'

const anyPort = { host: '127.0.0.1', port: 0 }
const listeners: Listener[] = []
const connections: Connection[] = []

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.reset()
  await Promise.all(listeners.splice(0).map((listener) => listener.close()))
})

async function serve(): Promise<{ listener: Listener; accepted: Promise<Connection> }> {
  let onAccepted: (connection: Connection) => void
  const accepted = new Promise<Connection>((resolve) => {
    onAccepted = resolve
  })
  const listener = await tcpTransport.listen(anyPort, (connection) => {
    connections.push(connection)
    onAccepted(connection)
  })
  listeners.push(listener)
  return { listener, accepted }
}

async function dial(to: { host: string; port: number }, localPort = 0): Promise<Connection> {
  const connection = await tcpTransport.dial(to, localPort).done
  connections.push(connection)
  return connection
}

function ending(connection: Connection): Promise<string> {
  return new Promise((resolve) => connection.open({ onData() {}, onDrain() {}, onClose: resolve }))
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  await new Promise((closed) => probe.close(closed))
  return port
}

test('a client is bound to its own local port, and both ends see the same two addresses', async () => {
  const { listener, accepted } = await serve()
  const localPort = await freePort()
  const client = await dial(listener.local, localPort)
  const server = await accepted
  expect(client.local).toEqual({ host: '127.0.0.1', port: localPort })
  expect(client.remote).toEqual(listener.local)
  expect(server.remote).toEqual(client.local)
  expect(server.local).toEqual(client.remote)
})

test('connections that the system cannot accept do not end a server', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen')
  const { listener, accepted } = await serve()
  const server = listen.mock.contexts[0] as Server | undefined
  listen.mockRestore()
  for (let i = 0; i < 2; i++) server?.emit('error', new Error('accept ENOBUFS'))
  await dial(listener.local)
  expect((await accepted).local).toEqual(listener.local)
})

test('bytes sent before the other side listens for them are not lost', async () => {
  const { listener, accepted } = await serve()
  const client = await dial(listener.local)
  client.write(Uint8Array.of(1, 2, 3))
  const server = await accepted
  const heard = await new Promise((resolve) =>
    server.open({ onData: (chunk) => resolve([...chunk]), onDrain() {}, onClose() {} }),
  )
  expect(heard).toEqual([1, 2, 3])
})

test('a polite end and a reset are told apart', async () => {
  const first = await serve()
  const polite = await dial(first.listener.local)
  const politeEnding = ending(await first.accepted)
  polite.end()
  expect(await politeEnding).toBe('closed')
  const second = await serve()
  const rude = await dial(second.listener.local)
  const rudeEnding = ending(await second.accepted)
  rude.reset()
  expect(await rudeEnding).toBe('reset')
})

test('nobody there is refused, and a taken local port is busy', async () => {
  const refused = tcpTransport.dial({ host: '127.0.0.1', port: await freePort() }, 0).done
  await expect(refused).rejects.toMatchObject({ failure: 'refused' })
  const { listener } = await serve()
  const taken = await serve()
  const busy = tcpTransport.dial(listener.local, taken.listener.local.port).done
  await expect(busy).rejects.toBeInstanceOf(DialError)
  await expect(busy).rejects.toMatchObject({ failure: 'local-port-busy' })
})

test('the same client port twice to the same server is busy, to another server it is not our concern', async () => {
  const { listener } = await serve()
  const localPort = await freePort()
  await dial(listener.local, localPort)
  await expect(tcpTransport.dial(listener.local, localPort).done).rejects.toMatchObject({ failure: 'local-port-busy' })
})

test('a dial that is cancelled says so', async () => {
  const { listener } = await serve()
  const dialling = tcpTransport.dial(listener.local, 0)
  dialling.cancel()
  await expect(dialling.done).rejects.toMatchObject({ failure: 'cancelled' })
})

test('a server port that is taken is a ListenError', async () => {
  const { listener } = await serve()
  const second = tcpTransport.listen(listener.local, () => undefined)
  await expect(second).rejects.toBeInstanceOf(ListenError)
  await expect(second).rejects.toMatchObject({ failure: 'port-in-use' })
})

test('a server on every address takes IPv4 clients and names them in the usual spelling', async () => {
  let heard: Connection | undefined
  const listener = await tcpTransport.listen({ host: '::', port: 0 }, (connection) => {
    heard = connection
    connections.push(connection)
  })
  listeners.push(listener)
  const socket = new Socket()
  socket.connect(listener.local.port, '127.0.0.1')
  await once(socket, 'connect')
  await expect.poll(() => heard?.remote.host).toBe('127.0.0.1')
  socket.destroy()
})

test('paused, it hears nothing; resumed, it hears everything in order', async () => {
  const { listener, accepted } = await serve()
  const client = await dial(listener.local)
  const server = await accepted
  const heard: number[] = []
  const ended = new Promise((resolve) =>
    server.open({ onData: (chunk) => heard.push(...chunk), onDrain() {}, onClose: resolve }),
  )
  const answered = new Promise<void>((resolve) => client.open({ onData: () => resolve(), onDrain() {}, onClose() {} }))
  server.pause()
  client.write(Uint8Array.of(1, 2, 3))
  client.end()
  server.write(Uint8Array.of(9))
  await answered
  expect(heard).toEqual([])
  server.resume()
  expect(await ended).toBe('closed')
  expect(heard).toEqual([1, 2, 3])
})

test('a full socket says so and drains', async () => {
  const { listener, accepted } = await serve()
  const client = await dial(listener.local)
  const server = await accepted
  const drained = new Promise<void>((resolve) => client.open({ onData() {}, onDrain: resolve, onClose() {} }))
  while (client.write(new Uint8Array(1024 * 1024)));
  server.open({ onData() {}, onDrain() {}, onClose() {} })
  await drained
})

test('a reset just after a polite end leaves nothing behind that would keep the program from ending', async () => {
  const { listener, accepted } = await serve()
  const client = await dial(listener.local)
  const server = await accepted
  const ended = ending(client)
  const far = ending(server)
  client.end()
  client.reset()
  await Promise.all([ended, far])
  const open = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length
  await expect.poll(open).toBe(0)
})
