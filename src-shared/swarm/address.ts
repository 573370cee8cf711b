import type { Address } from './ids.ts'
import { canonicalIp, parseIpv6 } from './ip.ts'

/** Where a socket listens or is dialled: `host` is an IP address in its one spelling, `port` 1–65535 (0 only before binding). */
export interface Endpoint {
  readonly host: string
  readonly port: number
}

/** A typed address as read, or one sentence that says what is wrong and what would be right. */
export type ParsedAddress =
  | ({ readonly ok: true; readonly address: Address } & Endpoint)
  | { readonly ok: false; readonly problem: string }

/** The server port of the course, meant when an address is typed without one. */
export const defaultPort = 5000

const maxShownLength = 60
const maxTextLength = 200

/** Reads `ip:port`, the course's `ip/port`, `[ipv6]:port`, or an IP address alone (port 5000); never throws. */
export function parseAddress(text: string): ParsedAddress {
  const trimmed = text.trim()
  if (trimmed === '') return problem('No address was given: type one such as 127.0.0.1:7001.')
  if (trimmed.length > maxTextLength) return problem(`${shown(trimmed)} is too long to be an address.`)
  if (/^\d+$/.test(trimmed))
    return problem(`${shown(trimmed)} is only a number: type an address with its port, such as 127.0.0.1:7001.`)
  const bracketed = /^\[([^\]]*)\](?:[:/](.*))?$/.exec(trimmed)
  if (bracketed) return readIpv6(bracketed[1] ?? '', bracketed[2])
  const slashed = /^([^/]*)\/([^/]*)$/.exec(trimmed)
  if (slashed) return readHost(slashed[1] ?? '', slashed[2])
  if (trimmed.split(':').length > 2) return readBareIpv6(trimmed)
  const [host = '', port] = trimmed.split(':')
  return readHost(host, port)
}

function readBareIpv6(text: string): ParsedAddress {
  const match = /^(.*):(\d{4,5})$/.exec(text)
  const whole = parseIpv6(text) !== undefined
  if (match?.[1] !== undefined && parseIpv6(match[1])) {
    const withPort = `[${match[1]}]:${match[2]}`
    return problem(
      whole
        ? `${shown(text)} can be read in two ways: type ${withPort} if ${match[2]} is the port, or [${text}] if it is all address.`
        : `${shown(text)} needs brackets round its IPv6 address: type ${withPort}.`,
    )
  }
  return readIpv6(text, undefined)
}

function readIpv6(host: string, port: string | undefined): ParsedAddress {
  const trimmed = host.trim()
  if (trimmed.includes('%'))
    return problem(
      `${shown(trimmed)} names a network interface after the %, which only means something on one computer: type the other computer's IPv4 address, such as 10.0.0.251.`,
    )
  return parseIpv6(trimmed)
    ? withPort(trimmed, port)
    : problem(
        `${shown(trimmed)} is not an IPv6 address: it would look like ::1 or 2001:db8::7, with a port [::1]:7001.`,
      )
}

function readHost(host: string, port: string | undefined): ParsedAddress {
  const trimmed = host.trim()
  if (trimmed.includes(':')) return readIpv6(trimmed, port)
  if (canonicalIp(trimmed)) return withPort(trimmed, port)
  return problem(hostProblem(trimmed, port))
}

function hostProblem(host: string, port: string | undefined): string {
  if (host === '') return `The IP address is missing before the port: type one such as 127.0.0.1:${port || '7001'}.`
  const name = shown(host)
  const numbers = host.split('.')
  if (!/^[\d.]+$/.test(host))
    return /^[a-z0-9._-]+$/i.test(host)
      ? `${name} is a name: type its IP address, such as ${host === 'localhost' ? '127.0.0.1' : '10.0.0.251'}.`
      : `${name} is not an IP address: it would look like 10.0.0.251 or ::1.`
  if (numbers.length !== 4 || numbers.includes(''))
    return `${name} is not an IP address: it needs four numbers with a dot between them, such as 10.0.0.251.`
  if (numbers.some((number) => Number(number) > 255))
    return `${name} is not an IP address: each of the four numbers is 0–255.`
  return `${name} is not an IP address: none of its four numbers may start with an extra 0.`
}

function withPort(host: string, portText: string | undefined): ParsedAddress {
  const canonical = canonicalIp(host) ?? host
  if (portText === undefined) return readable(canonical, defaultPort)
  const text = portText.trim()
  const port = Number(text)
  if (text === '')
    return problem(`The port is missing after ${shown(host)}: type it, such as ${formatAddress(canonical, 7001)}.`)
  if (!/^\d+$/.test(text) || port < 1 || port > 65535)
    return problem(`${shown(text)} is not a port: a port is a number 1–65535.`)
  return readable(canonical, port)
}

function readable(host: string, port: number): ParsedAddress {
  return { ok: true, address: formatAddress(host, port), host, port }
}

function problem(sentence: string): ParsedAddress {
  return { ok: false, problem: sentence }
}

function shown(text: string): string {
  const clean = text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?')
  return clean.length > maxShownLength ? `${clean.slice(0, maxShownLength)}…` : clean
}

/** `ip:port` or `[ipv6]:port` in the one spelling; `::ffff:a.b.c.d`, as sockets report it, becomes `a.b.c.d`. */
export function formatAddress(host: string, port: number): Address {
  const canonical = canonicalIp(host) ?? host
  return (canonical.includes(':') ? `[${canonical}]:${port}` : `${canonical}:${port}`) as Address
}

/** The two parts of an address that formatAddress or parseAddress made. */
export function endpointOf(address: Address): Endpoint {
  const colon = address.lastIndexOf(':')
  const host = address.startsWith('[') ? address.slice(1, colon - 1) : address.slice(0, colon)
  return { host, port: Number(address.slice(colon + 1)) }
}

/** The addresses in a text, one a line or with commas, semicolons or spaces between them; blanks dropped. */
export function splitAddresses(text: string): string[] {
  return text.split(/[\s,;]+/).filter((part) => part !== '')
}

/** True for an IP address that only this computer can reach: 127.0.0.0/8 and ::1. */
export function isLoopback(host: string): boolean {
  const canonical = canonicalIp(host)
  return canonical !== undefined && (canonical === '::1' || canonical.startsWith('127.'))
}

/** `ip/port`, as the course writes an address. */
export function courseForm(address: Address): string {
  const { host, port } = endpointOf(address)
  return host.includes(':') ? `[${host}]/${port}` : `${host}/${port}`
}
