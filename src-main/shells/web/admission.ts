// Who may come in. Loopback is shared by every program and every web page on this computer, so each request must show
// that it comes from our page: pages of other sites cannot name our host (DNS rebinding) nor hold our cookie.

import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** What every visitor must know, and the door they come to. */
export interface Door {
  readonly port: number
  /** The start-up token: 64 hex digits. */
  readonly token: string
}

/** Why a request is turned away: an HTTP status and a sentence. */
export interface Refusal {
  readonly status: 401 | 403
  readonly sentence: string
}

/** Cookies do not know ports: the name keeps two windows on one computer apart. */
function cookieName(door: Door): string {
  return `swarmscope-${door.port}`
}

/** The cookie that a visitor with the right token is given, for this browser session only. */
export function admissionCookie(door: Door): string {
  return `${cookieName(door)}=${door.token}; HttpOnly; SameSite=Strict; Path=/`
}

/** Whether a text is the token, in a time that does not tell how much of it was right. */
export function isToken(door: Door, given: string | null | undefined): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(door.token)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Refuses a request that names another host than this door, whatever else it knows. */
export function refuseHost(door: Door, request: IncomingMessage): Refusal | undefined {
  if (hostsOf(door).includes(request.headers.host ?? '')) return undefined
  return { status: 403, sentence: `This is Swarmscope at 127.0.0.1:${door.port}; it answers to no other name.` }
}

/** Refuses a request without the cookie, and one that changes something for a page that is not ours. */
export function refuseStranger(door: Door, request: IncomingMessage): Refusal | undefined {
  if (!isToken(door, cookieOf(door, request))) {
    return {
      status: 401,
      sentence: 'Open Swarmscope with the whole address that it printed when it started, with its token.',
    }
  }
  if (request.method === 'POST' && !isFromOurPage(door, request)) {
    return { status: 403, sentence: "Only Swarmscope's own page may give commands." }
  }
  return undefined
}

function isFromOurPage(door: Door, request: IncomingMessage): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers
  const ours = hostsOf(door).some((host) => origin === `http://${host}`)
  return ours && (site === undefined || site === 'same-origin')
}

function hostsOf({ port }: Door): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`]
}

function cookieOf(door: Door, request: IncomingMessage): string | undefined {
  const prefix = `${cookieName(door)}=`
  const cookies = (request.headers.cookie ?? '').split('; ')
  return cookies.find((cookie) => cookie.startsWith(prefix))?.slice(prefix.length)
}
