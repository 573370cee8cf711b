import { createSocket, type Socket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import type { Endpoint } from '../../src-shared/swarm/address.ts'
import { canonicalIp } from '../../src-shared/swarm/ip.ts'
import { localGroups } from '../../src-shared/wire/local-discovery-message.ts'
import { type Joined, type Multicast, MulticastError, type OpenMulticast, type Outlet } from './multicast.ts'
import { outletsOf } from './own-outlets.ts'

// Local discovery is for this network: no router passes the datagrams on.
const hops = 1

type OnDatagram = (bytes: Uint8Array, from: Endpoint) => void

/** Multicast over Node's `dgram`. Other programs on this computer may listen at the same port (BEP 14 needs that). */
export const udpMulticast: Multicast = {
  outlets: () => outletsOf(networkInterfaces()),
  open: (onDatagram) => new UdpGroups(onDatagram),
}

class UdpGroups implements OpenMulticast {
  readonly #onDatagram: OnDatagram
  // One a kind of IP address: the system gives each socket at the port what arrives at any interface.
  readonly #receivers = new Map<Outlet['family'], Promise<Socket>>()

  constructor(onDatagram: OnDatagram) {
    this.#onDatagram = onDatagram
  }

  async join(outlet: Outlet): Promise<Joined> {
    const receiver = await this.#receiver(outlet.family)
    const sender = await openSender(outlet)
    const membership = [localGroups[outlet.family], interfaceOf(outlet)] as const
    try {
      receiver.addMembership(...membership)
    } catch (error) {
      sender.close()
      throw new MulticastError(codeOf(error))
    }
    return {
      send: (bytes, onSent) =>
        sender.send(bytes, localGroups.port, localGroups[outlet.family], (error) =>
          onSent(error ? codeOf(error) : undefined),
        ),
      leave() {
        sender.close()
        // With its interface gone the system may have left already.
        attempt(() => receiver.dropMembership(...membership))
      },
    }
  }

  close(): void {
    for (const receiver of this.#receivers.values())
      void receiver.then((socket) => socket.close()).catch(() => undefined)
    this.#receivers.clear()
  }

  #receiver(family: Outlet['family']): Promise<Socket> {
    const open = this.#receivers.get(family)
    if (open) return open
    const opening = openReceiver(family, this.#onDatagram)
    this.#receivers.set(family, opening)
    // The next try opens another one.
    opening.catch(() => this.#receivers.delete(family))
    return opening
  }
}

async function openReceiver(family: Outlet['family'], onDatagram: OnDatagram): Promise<Socket> {
  const socket = createSocket({ type: socketTypes[family], reuseAddr: true, ipv6Only: family === 'ipv6' })
  socket.on('message', (bytes, { address, port }) => {
    // Undefined for a link-local address, whose zone means something on this computer only.
    const host = canonicalIp(address)
    if (host !== undefined) onDatagram(bytes, { host, port })
  })
  return bind(socket, localGroups.port)
}

// Each outlet has its own: which interface a datagram leaves by belongs to the socket, and sending takes its time.
async function openSender(outlet: Outlet): Promise<Socket> {
  const socket = await bind(createSocket({ type: socketTypes[outlet.family] }), 0, outlet.address)
  try {
    socket.setMulticastInterface(interfaceOf(outlet))
    socket.setMulticastTTL(hops)
    // For the other programs on this computer.
    socket.setMulticastLoopback(true)
    return socket
  } catch (error) {
    socket.close()
    throw new MulticastError(codeOf(error))
  }
}

function bind(socket: Socket, port: number, address?: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    let isOpen = false
    // For as long as it is open: a network that goes away must not end the process.
    socket.on('error', (error) => {
      if (!isOpen) attempt(() => socket.close())
      reject(new MulticastError(codeOf(error)))
    })
    socket.bind({ port, ...(address === undefined ? {} : { address }) }, () => {
      isOpen = true
      resolve(socket)
    })
  })
}

const socketTypes = { ipv4: 'udp4', ipv6: 'udp6' } as const

function interfaceOf({ family, address, zone }: Outlet): string {
  return family === 'ipv4' ? address : `::%${zone}`
}

function attempt(act: () => void): void {
  try {
    act()
  } catch {
    // It was only tidying up.
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error as Error).message
}
