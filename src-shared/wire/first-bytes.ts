import { looksLikeHandshake, protocolLength } from './handshake.ts'

/**
 * What a connection to our server turns out to be: a handshake as it is (BEP 3), a request by HTTP, or anything else, which
 * may be an encrypted handshake (MSE/PE): that begins with 96 random bytes.
 */
export type FirstBytes = 'peer' | 'http' | 'encrypted'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']
const requestStarts = methods.map((method) => new TextEncoder().encode(`${method} `))

/** Tells by the bytes so far; undefined while they may still become one or another. */
export function tellFirstBytes(prefix: Uint8Array): FirstBytes | undefined {
  // On the full 20 bytes: a random key may begin with the same one or two.
  if (looksLikeHandshake(prefix)) return prefix.length >= protocolLength ? 'peer' : undefined
  const possible = requestStarts.filter((start) => agree(prefix, start))
  if (possible.some((start) => prefix.length >= start.length)) return 'http'
  return possible.length > 0 ? undefined : 'encrypted'
}

function agree(prefix: Uint8Array, start: Uint8Array): boolean {
  const known = Math.min(prefix.length, start.length)
  for (let i = 0; i < known; i++) if (prefix[i] !== start[i]) return false
  return true
}
