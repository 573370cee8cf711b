import type { DisconnectReason } from '../../src-shared/swarm/disconnect-reason.ts'
import { ProtocolError } from '../../src-shared/wire/protocol-error.ts'

/**
 * Runs work on bytes from the network. The one place where a broken rule of the protocol is caught: it goes to `close` as a
 * reason; our own bugs go on up.
 */
export function closeOnBrokenRule<T>(work: () => T, close: (reason: DisconnectReason) => void): T | undefined {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    close(
      error.code === 'not-bittorrent'
        ? { code: 'not-bittorrent' }
        : { code: 'protocol-error', rule: error.code, detail: error.detail },
    )
    return undefined
  }
}
