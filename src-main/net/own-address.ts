import { networkInterfaces } from 'node:os'

/** The IPv4 address that others on the network most likely reach this computer at; loopback when it has none. */
export function ownAddress(): string {
  for (const addresses of Object.values(networkInterfaces())) {
    for (const { family, internal, address } of addresses ?? []) if (family === 'IPv4' && !internal) return address
  }
  return '127.0.0.1'
}
