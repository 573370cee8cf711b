import type { LinkEncryption } from './events.ts'

interface EncryptionWords {
  /** As a list of facts says it. */
  readonly short: string
  /** What it is worth, one sentence. */
  readonly sentence: string
}

/** How the bytes of a link travel, in words: MSE hides them from filters and makes no secret of them. */
export const encryptionWords: Readonly<Record<LinkEncryption, EncryptionWords>> = {
  none: {
    short: 'not encrypted',
    sentence: 'Not encrypted: anyone on the way can read it.',
  },
  handshake: {
    short: 'only the handshake hidden (MSE)',
    sentence: 'Only the handshake is hidden (MSE): anyone on the way can read the data that follows.',
  },
  rc4: {
    short: 'RC4 (MSE)',
    sentence:
      'RC4 (MSE): hidden from filters and simple listeners, not secret: neither end proves who it is, and RC4 and the 768-bit key are weak.',
  },
}
