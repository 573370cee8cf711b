import type { Endpoint } from '../../src-shared/swarm/address.ts'

const maxNodes = 20

/** Reads `HOST:PORT,...`, hosts as IPv4 addresses or names, at most 20; undefined when it is not that. */
export function parseBootstrapNodes(text: string): Endpoint[] | undefined {
  const parts = text.split(',')
  if (parts.length > maxNodes) return undefined
  const nodes = parts.flatMap((part) => readNode(part.trim()))
  return nodes.length === parts.length ? nodes : undefined
}

function readNode(text: string): Endpoint[] {
  const [, host = '', port = ''] = /^([a-z0-9.-]{1,253}):(\d{1,5})$/i.exec(text) ?? []
  return host !== '' && Number(port) >= 1 && Number(port) <= 65_535 ? [{ host, port: Number(port) }] : []
}
