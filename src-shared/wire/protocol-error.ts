/** The rules a remote peer can break; each closes its link. */
export type ProtocolErrorCode =
  | 'not-bittorrent'
  | 'handshake-truncated'
  | 'message-too-long'
  | 'wrong-length'
  | 'bitfield-not-first'
  | 'bitfield-length'
  | 'bitfield-spare-bits'
  | 'piece-out-of-range'
  | 'block-out-of-range'
  | 'unrequested-block'
  | 'unrequested-reject'
  | 'fast-not-agreed'
  | 'request-out-of-range'
  | 'request-too-long'
  | 'too-many-requests'
  | 'bad-extended'

/** The remote broke a rule of the wire; `detail` is one clause, with its numbers, that completes "it broke a rule: …". */
export class ProtocolError extends Error {
  readonly code: ProtocolErrorCode
  readonly detail: string

  constructor(code: ProtocolErrorCode, detail: string) {
    super(`${code}: ${detail}`)
    this.name = 'ProtocolError'
    this.code = code
    this.detail = detail
  }
}
