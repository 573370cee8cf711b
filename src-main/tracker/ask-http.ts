import { maxAnsweredPeers, readTrackerAnswer, type TrackerAnswer } from '../../src-shared/metainfo/tracker-answer.ts'
import { isLoopback } from '../../src-shared/swarm/address.ts'
import { fromHex } from '../../src-shared/swarm/hex.ts'
import type { Clock } from '../clock.ts'
import { agent } from '../peer/peer-id.ts'
import { AskError, givenUp, nonsense, refusal, silence, unreached } from './ask-error.ts'
import type { TrackerQuestion } from './tracker-question.ts'

// Trackers are asked by hand, since npm's client of trackers brings a native WebRTC addon along, which has to be fetched
// when it is installed.

const timeoutMs = 15_000
const maxRedirects = 5
const maxBytes = 1024 * 1024
const redirections = [301, 302, 303, 307, 308]

/**
 * Announces by HTTP or HTTPS (BEP 3) over the platform's `fetch`; without an answer it ends after 15 s. Rejects with an
 * AskError.
 */
export async function askByHttp(
  announceUrl: string,
  question: TrackerQuestion,
  signal: AbortSignal,
  clock: Clock,
): Promise<TrackerAnswer> {
  const url = new URL(withQuestion(announceUrl, question))
  const stop = new AbortController()
  const onAbort = () => stop.abort()
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) stop.abort()
  let isLate = false
  const cancel = clock.after(timeoutMs, () => {
    isLate = true
    stop.abort()
  })
  try {
    return await follow(url, stop.signal)
  } catch (error) {
    if (isLate) throw silence(url.host, timeoutMs)
    if (signal.aborted) throw givenUp()
    throw error
  } finally {
    cancel()
    signal.removeEventListener('abort', onAbort)
    // What is left of a reply that was not read to its end.
    stop.abort()
  }
}

/** The URL of an announce. What it names already stays, such as a passkey; ids go as raw bytes, percent-encoded (BEP 3). */
export function withQuestion(announceUrl: string, question: TrackerQuestion): string {
  const { infoHash, peerId, port, uploadedBytes, downloadedBytes, leftBytes, event, wanted, key, trackerId } = question
  const parameters = [
    `info_hash=${percentEncoded(fromHex(infoHash))}`,
    `peer_id=${percentEncoded(fromHex(peerId))}`,
    `port=${port}`,
    `uploaded=${uploadedBytes}`,
    `downloaded=${downloadedBytes}`,
    `left=${leftBytes}`,
    'compact=1',
    `numwant=${Math.min(wanted, maxAnsweredPeers)}`,
    `key=${key.toString(16).padStart(8, '0')}`,
    ...(event === null ? [] : [`event=${event}`]),
    ...(trackerId === null ? [] : [`trackerid=${percentEncoded(trackerId)}`]),
  ]
  const [base = ''] = announceUrl.split('#')
  const joint = !base.includes('?') ? '?' : /[?&]$/.test(base) ? '' : '&'
  return `${base}${joint}${parameters.join('&')}`
}

function percentEncoded(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte)
    return /[\w.~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }).join('')
}

async function follow(first: URL, signal: AbortSignal): Promise<TrackerAnswer> {
  let url = first
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    checkUrl(url, url === first)
    const response = await get(url, signal, url === first)
    const location = redirections.includes(response.status) ? response.headers.get('location') : null
    if (location === null) return answerOf(url, response)
    await response.body?.cancel().catch(() => undefined)
    url = redirected(url, location)
  }
  throw new AskError(`${first.host} sends on from page to page without end: check the announce URL.`)
}

/** A torrent of a stranger must not make this computer ask any page of its own programs. `isGiven`: no tracker sent us there. */
function checkUrl({ protocol, hostname, host, pathname, username, password }: URL, isGiven: boolean): void {
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw new AskError(`The tracker sends on to a ${protocol.slice(0, -1)} URL, where no answer can be.`)
  }
  if (username !== '' || password !== '') {
    throw new AskError(
      'The announce URL has a user name or a password in it, which is not supported: leave it out.',
      isGiven,
    )
  }
  if (isThisComputer(hostname) && !pathname.startsWith('/announce')) {
    throw new AskError(`${host} is this computer, where only paths that begin with /announce are asked.`, isGiven)
  }
}

function isThisComputer(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$|\.$/g, '')
  // Dialled, "every address" is this computer as well.
  return /^(?:.*\.)?localhost$|^0\.0\.0\.0$|^::$/.test(name) || isLoopback(name)
}

function redirected(from: URL, location: string): URL {
  try {
    return new URL(location, from)
  } catch {
    throw new AskError(`${from.host} sends on to a URL that is broken: check the announce URL.`)
  }
}

async function get(url: URL, signal: AbortSignal, isGiven: boolean): Promise<Response> {
  try {
    return await fetch(url, { signal, redirect: 'manual', headers: { 'user-agent': agent } })
  } catch (error) {
    throw isForbiddenPort(error) ? forbiddenPort(url, isGiven) : askErrorOf(url, error)
  }
}

async function answerOf(url: URL, response: Response): Promise<TrackerAnswer> {
  const answer = readTrackerAnswer(await bodyOf(url, response))
  if (answer && 'failure' in answer) throw refusal(answer.failure)
  if (!response.ok) throw new AskError(statusSentence(url.host, response.status))
  if (!answer) throw nonsense(url.host)
  return answer
}

async function bodyOf(url: URL, response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of response.body ?? []) {
      length += chunk.length
      if (length > maxBytes) {
        throw new AskError(`${url.host} answered with more than 1 MiB, which no tracker needs: check the announce URL.`)
      }
      chunks.push(chunk)
    }
  } catch (error) {
    throw askErrorOf(url, error)
  }
  return Buffer.concat(chunks)
}

function statusSentence(host: string, status: number): string {
  const what = `${host} answered with the HTTP status ${status}`
  if (status === 401 || status === 403) return `${what}: it does not let us in. Check the key in the announce URL.`
  if (status >= 500) return `${what}: something is wrong there. It is asked again later.`
  return `${what}: no tracker is at this path. Check the announce URL.`
}

function askErrorOf(url: URL, error: unknown): Error {
  if (!(error instanceof Error) || error instanceof AskError) return error as Error
  const { cause } = error as { cause?: { code?: unknown } }
  return unreached(url.host, String(cause?.code ?? error.name))
}

// `fetch` asks nobody at a port of other services.
function isForbiddenPort(error: unknown): boolean {
  return error instanceof Error && (error as { cause?: { message?: unknown } }).cause?.message === 'bad port'
}

function forbiddenPort({ port }: URL, isGiven: boolean): AskError {
  const sentence = `Port ${port} belongs to another service, so it is not asked: let the tracker use another.`
  return new AskError(sentence, isGiven)
}
