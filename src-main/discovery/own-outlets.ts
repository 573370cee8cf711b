import { BlockList } from 'node:net'
import type { NetworkInterfaceInfo } from 'node:os'
import type { Outlet } from './multicast.ts'

type Interfaces = Readonly<Record<string, NetworkInterfaceInfo[] | undefined>>

/** Every address of this computer as an outlet; never a link-local IPv6 address, which others cannot dial. */
export function outletsOf(interfaces: Interfaces, platform: NodeJS.Platform = process.platform): Outlet[] {
  return Object.entries(interfaces).flatMap(([name, addresses = []]) => {
    const zone = platform === 'win32' ? scopeOf(addresses) : name
    return addresses.flatMap(({ family, address, cidr, internal: isLoopback }): Outlet[] => {
      if (cidr === null || isLinkLocal(address)) return []
      return [{ name, family: family === 'IPv4' ? 'ipv4' : 'ipv6', address, cidr, zone, isLoopback }]
    })
  })
}

/**
 * The outlets at which a server that listens at `host` can be reached from outside, one for each interface and kind of
 * address; on a computer without any network, the loopback, so that programs on it still find each other. Two ways to the
 * same program would only make it look like two.
 */
export function outletsFor(host: string, outlets: readonly Outlet[]): Outlet[] {
  const reached = outlets.filter(({ family, address }) => {
    if (host === '::') return true
    return host === '0.0.0.0' ? family === 'ipv4' : host === address
  })
  const isFirst = (outlet: Outlet) =>
    reached.find(({ name, family }) => name === outlet.name && family === outlet.family) === outlet
  const outside = reached.filter((outlet) => !outlet.isLoopback && isFirst(outlet))
  return outside.length > 0 ? outside : reached.filter((outlet) => outlet.family === 'ipv4' && isFirst(outlet))
}

/** Whether an IP address is in the network of one of the outlets: anybody can send a datagram here from far away. */
export function isNear(host: string, outlets: readonly Outlet[]): boolean {
  const networks = new BlockList()
  for (const { cidr, family } of outlets) {
    const [network = '', prefix = ''] = cidr.split('/')
    networks.addSubnet(network, Number(prefix), family)
  }
  return networks.check(host, host.includes(':') ? 'ipv6' : 'ipv4')
}

function isLinkLocal(address: string): boolean {
  return /^fe[89ab]/i.test(address)
}

// Windows numbers its interfaces; the number stands with a link-local address only.
function scopeOf(addresses: readonly NetworkInterfaceInfo[]): string {
  return String(addresses.find((info) => info.family === 'IPv6' && info.scopeid !== 0)?.scopeid ?? 0)
}
