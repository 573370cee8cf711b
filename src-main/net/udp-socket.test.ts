import { expect, test } from 'vitest'
import { bindUdp } from './udp-socket.ts'

const loopback = { host: '127.0.0.1', port: 0 }

test('a datagram is heard with where it came from', async () => {
  let hear: (heard: { bytes: number[]; port: number }) => void = () => undefined
  const heard = new Promise<{ bytes: number[]; port: number }>((resolve) => {
    hear = resolve
  })
  const hearing = await bindUdp(loopback, (bytes, { port }) => hear({ bytes: [...bytes], port }))
  const sending = await bindUdp(loopback, () => undefined)
  sending.send(Uint8Array.of(1, 2), hearing.local)
  expect(await heard).toEqual({ bytes: [1, 2], port: sending.local.port })
  hearing.close()
  sending.close()
})

test('an answer to port 0, from which a hostile datagram may say that it comes, is lost without a word', async () => {
  const socket = await bindUdp(loopback, () => undefined)
  expect(() => socket.send(Uint8Array.of(1), { host: '127.0.0.1', port: 0 })).not.toThrow()
  socket.close()
})

test('a port that is taken is refused until it is given back', async () => {
  const first = await bindUdp(loopback, () => undefined)
  await expect(bindUdp(first.local, () => undefined)).rejects.toMatchObject({ failure: 'port-in-use' })
  first.close()
  const again = await bindUdp(first.local, () => undefined)
  again.close()
})

test('after it is closed nothing is sent, and closing again does nothing', async () => {
  const socket = await bindUdp(loopback, () => undefined)
  socket.close()
  expect(() => socket.send(Uint8Array.of(1), loopback)).not.toThrow()
  expect(() => socket.close()).not.toThrow()
})
