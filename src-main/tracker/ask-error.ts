import { cleanText } from '../../src-shared/clean-text.ts'

/** Why a tracker gave no answer; `message` is one sentence that a person can act on. */
export class AskError extends Error {
  override readonly name = 'AskError'
  /** Its URL is at fault, so that asking again would end alike. */
  readonly isFinal: boolean

  constructor(message: string, isFinal = false) {
    super(message)
    this.isFinal = isFinal
  }
}

/** Nobody can be asked at such an announce URL. */
export function unusable(message: string): AskError {
  return new AskError(message, true)
}

/** The tracker answered that it does not want to; `reason` is what it wrote. */
export function refusal(reason: string): AskError {
  const said = cleanText(reason, maxReasonLength)
  return new AskError(said === '' ? 'The tracker refuses, and does not say why.' : `The tracker refuses: “${said}”.`)
}

/** Nothing came back in time. */
export function silence(host: string, waitedMs: number): AskError {
  return new AskError(
    `${host} did not answer within ${Math.round(waitedMs / 1000)} s: it may be off, or a firewall stands in between.`,
  )
}

/** We did not wait for the answer any longer. */
export function givenUp(): AskError {
  return new AskError('It had not answered when it was given up.')
}

/** What came back is none of what trackers answer. */
export function nonsense(host: string): AskError {
  return new AskError(`What ${host} answered is not a tracker's answer: check the announce URL.`)
}

/** The system, or a library, could not reach it; `code` is theirs. */
export function unreached(host: string, code: string): AskError {
  return new AskError(`${host} ${clauses[code] ?? familyClause(code)}`)
}

const maxReasonLength = 300

const clauses: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection: nothing listens at that port. Check the announce URL, or start the tracker.',
  ENOTFOUND: 'is not known by that name: check the announce URL, and that this computer is online.',
  EAI_AGAIN: 'could not be looked up by name just now: check that this computer is online.',
  ECONNRESET: 'broke the connection off before it answered. It is asked again later.',
  EPIPE: 'broke the connection off before it answered. It is asked again later.',
  UND_ERR_SOCKET: 'broke the connection off before it answered. It is asked again later.',
  EHOSTUNREACH: 'cannot be reached from this network: check the announce URL, or the network.',
  ENETUNREACH: 'cannot be reached from this network: check the announce URL, or the network.',
  EPROTO: 'does not speak HTTPS: try http:// in the announce URL.',
  ERR_SSL_WRONG_VERSION_NUMBER: 'does not speak HTTPS: try http:// in the announce URL.',
  CERT_HAS_EXPIRED: "has a certificate that has expired: check this computer's clock, or tell who runs the tracker.",
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another name: check the announce URL.',
}

const timeouts = ['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']

function familyClause(code: string): string {
  if (timeouts.includes(code)) return 'did not answer in time: it may be off, or a firewall stands in between.'
  if (/CERT|SIGNATURE|ISSUER/.test(code)) {
    return `has a certificate that cannot be trusted (${code}): check the announce URL, or try http:// in it.`
  }
  if (/^(?:HPE_|UND_ERR_)/.test(code)) return `does not answer as a web server does (${code}): check the announce URL.`
  return `could not be asked (${code}). It is asked again later.`
}
