import type { LinkEncryption } from './events.ts'

interface EncryptionWords {
  /** As one fact among others. */
  readonly short: string
  /** With what it is worth, as a card has room for it. */
  readonly card: string
  /** What it is worth, one sentence. */
  readonly sentence: string
}

/** How the bytes of a link travel, in words: MSE hides them from filters and makes no secret of them. */
export const encryptionWords: Readonly<Record<LinkEncryption, EncryptionWords>> = {
  none: {
    short: 'not encrypted',
    card: 'none: anyone on the way can read it',
    sentence: 'Not encrypted: anyone on the way can read it.',
  },
  handshake: {
    short: 'only the handshake hidden (MSE)',
    card: 'only the handshake is hidden (MSE)',
    sentence: 'Only the handshake is hidden (MSE): anyone on the way can read the data that follows.',
  },
  rc4: {
    short: 'RC4 (MSE)',
    card: 'RC4 (MSE): hidden, not secret',
    sentence:
      'RC4 (MSE): hidden from filters and simple listeners, not secret: neither end proves who it is, and RC4 and the 768-bit key are weak.',
  },
}
