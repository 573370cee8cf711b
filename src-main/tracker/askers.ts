import type { Endpoint } from '../../src-shared/swarm/address.ts'
import { ipBytes } from './packed-address.ts'
import type { Asker } from './peer-sample.ts'
import { reachOf } from './reach.ts'

const nowhere = Uint8Array.of(0, 0, 0, 0)

/**
 * Tells askers apart by where they are. A member that was seen at loopback is on this computer: others get it at the IP at
 * which they reached us, and askers on this computer at the one that the network knows it by, because some clients refuse
 * loopback from a tracker (Transmission does).
 */
export class Askers {
  readonly #shownHost: () => string | undefined
  #shown: { readonly host: string | undefined; readonly ip: Uint8Array | null } = { host: undefined, ip: null }

  /** `shownHost`: the IP at which other computers reach this one; undefined while they cannot. */
  constructor(shownHost: () => string | undefined) {
    this.#shownHost = shownHost
  }

  /** One that is connected by TCP. */
  connected(remote: Endpoint, local: Endpoint): Asker {
    const ip = ipBytes(remote.host) ?? nowhere
    const takes = { ipv4: true, ipv6: true }
    if (isLoopbackIp(ip)) return this.#here(ip, takes)
    return { ip, isHere: false, hereAs: publicIp(local.host), takes }
  }

  /** One that sent a datagram: we do not know to which of our addresses. It takes its own kind of addresses only (BEP 15). */
  sender(remote: Endpoint): Asker {
    const ip = ipBytes(remote.host) ?? nowhere
    const takes = { ipv4: ip.length === 4, ipv6: ip.length !== 4 }
    return isLoopbackIp(ip) ? this.#here(ip, takes) : { ip, isHere: false, hereAs: this.#shownIp(), takes }
  }

  /** Where this server, which was reached at `local`, is to be found by others as well as by the asker. */
  placeFor({ isHere }: Asker, local: Endpoint): Endpoint {
    return isHere ? { host: this.#shownHost() ?? local.host, port: local.port } : local
  }

  #here(ip: Uint8Array, takes: Asker['takes']): Asker {
    const shownIp = () => this.#shownIp()
    return {
      ip,
      isHere: true,
      // It may change while a connection lasts.
      get hereAs() {
        return shownIp()
      },
      takes,
    }
  }

  #shownIp(): Uint8Array | null {
    const host = this.#shownHost()
    if (host !== this.#shown.host) this.#shown = { host, ip: host === undefined ? null : publicIp(host) }
    return this.#shown.ip
  }
}

function isLoopbackIp(ip: Uint8Array): boolean {
  const reach = reachOf(ip)
  return reach === 'here' || reach === 'here-only'
}

function publicIp(host: string): Uint8Array | null {
  const ip = ipBytes(host)
  return ip && reachOf(ip) === 'everywhere' ? ip : null
}
