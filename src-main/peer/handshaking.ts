import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import type { InfoHash, PeerId } from '../../src-shared/swarm/ids.ts'
import { encodeHandshake, type Handshake } from '../../src-shared/wire/handshake.ts'
import { HandshakeReader } from '../../src-shared/wire/handshake-reader.ts'
import type { Clock } from '../clock.ts'
import type { Connection } from '../net/transport.ts'
import { closeOnBrokenRule } from './broken-rule.ts'

/** The remote's handshake, and the bytes that came after it in the same chunk. */
export interface Shaken {
  readonly handshake: Handshake
  readonly rest: Uint8Array
}

/**
 * Exchanges handshakes (BEP 3). The dialler names its swarm and speaks first; the acceptor waits and answers for the swarm
 * that `check` lets pass. Answers a reason instead when it came to nothing, and the connection is closed.
 */
export function shakeHands(parts: {
  connection: Connection
  clock: Clock
  timeoutMs: number
  self: PeerId
  /** The dialler's swarm; null for the acceptor. */
  infoHash: InfoHash | null
  /** A reason to close instead of going on. */
  check: (handshake: Handshake) => DisconnectReason | undefined
}): Promise<Shaken | DisconnectReason> {
  const { connection, self, infoHash } = parts
  return new Promise((resolve) => {
    const reader = new HandshakeReader()
    let over = false
    const fail = (reason: DisconnectReason) => {
      if (over) return
      over = true
      stopTimer()
      connection.end()
      resolve(reason)
    }
    const stopTimer = parts.clock.after(parts.timeoutMs, () => {
      fail({ code: 'handshake-timed-out', seconds: parts.timeoutMs / 1000 })
      connection.reset()
    })
    connection.open({
      onData(chunk) {
        if (over) return
        const shaken = closeOnBrokenRule(() => reader.push(chunk), fail)
        if (!shaken) return
        const reason = parts.check(shaken.handshake)
        if (reason) return fail(reason)
        over = true
        stopTimer()
        // What comes from now on is for whoever opens the connection next.
        connection.pause()
        if (infoHash === null) connection.write(encodeHandshake({ infoHash: shaken.handshake.infoHash, peerId: self }))
        resolve({ handshake: shaken.handshake, rest: shaken.rest.slice() })
      },
      onDrain() {},
      onClose: () => fail({ code: 'closed-in-handshake' }),
    })
    if (infoHash !== null) connection.write(encodeHandshake({ infoHash, peerId: self }))
  })
}
