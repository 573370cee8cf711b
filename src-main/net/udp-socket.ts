import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { Endpoint } from '../../src-shared/swarm/address.ts'
import { canonicalIp } from '../../src-shared/swarm/ip.ts'
import { type DatagramSocket, ListenError, listenFailureOf } from './transport.ts'

/** Opens a UDP socket over Node's `dgram`; `::` takes IPv4 too. */
export async function bindUdp(
  at: Endpoint,
  onDatagram: (bytes: Uint8Array, from: Endpoint) => void,
): Promise<DatagramSocket> {
  try {
    return await bindOn(at, onDatagram)
  } catch (error) {
    // As with TCP: a computer without IPv6 has the other kind only.
    if (at.host !== '::' || !(error instanceof ListenError) || error.detail !== 'EAFNOSUPPORT') throw error
    return bindOn({ host: '0.0.0.0', port: at.port }, onDatagram)
  }
}

function bindOn(at: Endpoint, onDatagram: (bytes: Uint8Array, from: Endpoint) => void): Promise<DatagramSocket> {
  const takesBoth = at.host === '::'
  const socket = createSocket({ type: isIPv6(at.host) ? 'udp6' : 'udp4' })
  return new Promise((resolve, reject) => {
    let isBound = false
    // For as long as it is open: a datagram that cannot be sent must not end the process.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (!isBound) socket.close()
      const code = error.code ?? error.message
      reject(new ListenError(listenFailureOf(code), code))
    })
    socket.on('message', (bytes, { address, port }) =>
      onDatagram(bytes, { host: canonicalIp(address) ?? address, port }),
    )
    socket.bind({ address: at.host, port: at.port }, () => {
      isBound = true
      let isOpen = true
      resolve({
        local: { host: at.host, port: socket.address().port },
        send(bytes, { host, port }) {
          const isMapped = takesBoth && !host.includes(':')
          // Port 0 leads nowhere, and Node throws at it: anybody may write it as where a datagram comes from.
          if (isOpen && port !== 0) socket.send(bytes, port, isMapped ? `::ffff:${host}` : host, () => undefined)
        },
        close() {
          if (isOpen) socket.close()
          isOpen = false
        },
      })
    })
  })
}
