import { blockLength, maxPieceCount } from '../metainfo/piece-geometry.ts'
import { maxExtendedLength } from './extended.ts'
import { ProtocolError } from './protocol-error.ts'

/** One message between two peers after the handshake; `bits`, `block` and `payload` are views of the frame it was read from. */
export type Message =
  | { readonly name: 'keep-alive' }
  | { readonly name: 'choke' }
  | { readonly name: 'unchoke' }
  | { readonly name: 'interested' }
  | { readonly name: 'not-interested' }
  | { readonly name: 'have'; readonly piece: number }
  | { readonly name: 'bitfield'; readonly bits: Uint8Array }
  | { readonly name: 'request'; readonly piece: number; readonly begin: number; readonly length: number }
  | { readonly name: 'piece'; readonly piece: number; readonly begin: number; readonly block: Uint8Array }
  | { readonly name: 'cancel'; readonly piece: number; readonly begin: number; readonly length: number }
  | { readonly name: 'port'; readonly port: number }
  | { readonly name: 'suggest'; readonly piece: number }
  | { readonly name: 'have-all' }
  | { readonly name: 'have-none' }
  | { readonly name: 'reject'; readonly piece: number; readonly begin: number; readonly length: number }
  | { readonly name: 'allowed-fast'; readonly piece: number }
  | { readonly name: 'extended'; readonly extendedId: number; readonly payload: Uint8Array }
  | { readonly name: 'unknown'; readonly id: number; readonly length: number }

/** A message that has a row in the table, so that it can be sent. */
export type KnownMessage = Exclude<Message, { name: 'unknown' }>
export type MessageName = KnownMessage['name']

/** All there is to know of one message. Its payload is what follows the length prefix and the id byte. */
export interface MessageRow<Name extends MessageName> {
  /** The byte after the length prefix; null for the one message without it. */
  readonly id: number | null
  readonly name: Name
  /** The BitTorrent Enhancement Proposal that defines it. */
  readonly bep: number
  /** The payload in words. */
  readonly layout: string
  /** What it tells the other side, in one sentence for students. */
  readonly meaning: string
  /** The longest payload in bytes that we take. */
  readonly maxPayloadLength: number
  /** Bytes of the payload of this message. */
  lengthOf(message: Extract<KnownMessage, { name: Name }>): number
  /** Writes the payload into `bytes` from `at` on. */
  write(message: Extract<KnownMessage, { name: Name }>, bytes: Uint8Array, at: number): void
  /** Reads the payload from `start` to before `end`. Throws ProtocolError `wrong-length` when it cannot have this length. */
  decode(bytes: Uint8Array, start: number, end: number): Extract<KnownMessage, { name: Name }>
}

/** The ids of the messages that ask for a block and bring it: almost all are those. */
export const requestId = 6
export const pieceId = 7

/** Every message we speak, by name: the codec, the log, the inspector and the README read this one table. */
export const messageTable: { readonly [Name in MessageName]: MessageRow<Name> } = {
  'keep-alive': {
    ...signal('keep-alive', null, 3, 'I have nothing to say, but I am still here: do not close the connection.'),
    layout: 'nothing, not even an id: the length prefix is 0',
  },
  choke: signal('choke', 0, 3, 'I will not answer your requests for now; forget those I have not answered.'),
  unchoke: signal('unchoke', 1, 3, 'I will answer your requests: ask.'),
  interested: signal('interested', 2, 3, 'You have pieces that I want.'),
  'not-interested': signal('not-interested', 3, 3, 'You have nothing that I want.'),
  have: onePiece('have', 4, 3, 'I have got this piece now, and its SHA-1 is right.'),
  bitfield: {
    id: 5,
    name: 'bitfield',
    bep: 3,
    layout: 'one bit a piece, first piece in the highest bit of the first byte; the spare bits at the end are 0',
    meaning:
      'These are the pieces I have. It may only be the first message, yet some clients send it again in place of many haves.',
    maxPayloadLength: Math.ceil(maxPieceCount / 8),
    lengthOf: (message) => message.bits.length,
    write: (message, bytes, at) => bytes.set(message.bits, at),
    decode: (bytes, start, end) => ({ name: 'bitfield', bits: bytes.subarray(start, end) }),
  },
  request: oneBlock('request', requestId, 3, 'Send me this block of this piece.'),
  piece: {
    id: pieceId,
    name: 'piece',
    bep: 3,
    layout: 'piece index (4 bytes), begin in the piece (4), the block itself',
    meaning: 'Here is the block that you asked for.',
    maxPayloadLength: 8 + blockLength,
    lengthOf: (message) => 8 + message.block.length,
    write(message, bytes, at) {
      writeNumber(bytes, at, message.piece)
      writeNumber(bytes, at + 4, message.begin)
      bytes.set(message.block, at + 8)
    },
    decode(bytes, start, end) {
      requireAtLeast('piece', end - start, 8)
      const [piece, begin] = [numberAt(bytes, start), numberAt(bytes, start + 4)]
      return { name: 'piece', piece, begin, block: bytes.subarray(start + 8, end) }
    },
  },
  cancel: oneBlock('cancel', 8, 3, 'Do not send that block any more: I have got it elsewhere.'),
  port: {
    id: 9,
    name: 'port',
    bep: 5,
    layout: 'UDP port (2 bytes)',
    meaning: 'My node of the distributed hash table listens on this UDP port.',
    maxPayloadLength: 2,
    lengthOf: () => 2,
    write: (message, bytes, at) => bytes.set([message.port >>> 8, message.port], at),
    decode(bytes, start, end) {
      requireLength('port', end - start, 2)
      return { name: 'port', port: (bytes[start] ?? 0) * 256 + (bytes[start + 1] ?? 0) }
    },
  },
  suggest: onePiece('suggest', 13, 6, 'You might like to download this piece next, but need not.'),
  'have-all': signal(
    'have-all',
    14,
    6,
    'I have every piece. It may only be the first message, in place of a bitfield.',
  ),
  'have-none': signal(
    'have-none',
    15,
    6,
    'I have no piece yet. It may only be the first message, in place of a bitfield.',
  ),
  reject: oneBlock('reject', 16, 6, 'I will not send that block: ask elsewhere, or again later.'),
  'allowed-fast': onePiece('allowed-fast', 17, 6, 'You may ask for this piece even while I choke you, if I have it.'),
  extended: {
    id: 20,
    name: 'extended',
    bep: 10,
    layout: 'extension id (1 byte; 0 is the extension handshake), then what that extension defines',
    meaning: 'A message of an extension that both sides announced in their extension handshakes.',
    maxPayloadLength: 1 + maxExtendedLength,
    lengthOf: (message) => 1 + message.payload.length,
    write(message, bytes, at) {
      bytes[at] = message.extendedId
      bytes.set(message.payload, at + 1)
    },
    decode(bytes, start, end) {
      requireAtLeast('extended', end - start, 1)
      return { name: 'extended', extendedId: bytes[start] ?? 0, payload: bytes.subarray(start + 1, end) }
    },
  },
}

const rowById: (MessageRow<MessageName> | undefined)[] = []
for (const row of Object.values(messageTable)) if (row.id !== null) rowById[row.id] = row as MessageRow<MessageName>

/** The longest frame (id byte and payload, no prefix) that we take, in bytes: the cap for a FrameReader. */
export const maxFrameLength = 1 + Math.max(...Object.values(messageTable).map((row) => row.maxPayloadLength))

/** The bytes of a message as sent: 4-byte length prefix, id, payload (BEP 3). */
export function encodeMessage(message: KnownMessage): Uint8Array {
  const bytes = new Uint8Array(encodedLength(message))
  writeMessage(message, bytes, 0)
  return bytes
}

/** How many bytes that is. */
export function encodedLength(message: KnownMessage): number {
  const row = rowOf(message)
  return row.id === null ? 4 : 5 + row.lengthOf(message)
}

/** Writes a message as it is sent into `bytes` from `at` on. */
export function writeMessage(message: KnownMessage, bytes: Uint8Array, at: number): void {
  const row = rowOf(message)
  const { id } = row
  if (id === null) return writeNumber(bytes, at, 0)
  writeNumber(bytes, at, 1 + row.lengthOf(message))
  bytes[at + 4] = id
  row.write(message, bytes, at + 5)
}

// The row found by its name takes this very message; TypeScript knows only that it takes one of them.
function rowOf(message: KnownMessage): MessageRow<MessageName> {
  return messageTable[message.name] as MessageRow<MessageName>
}

/** Bytes before the block in a piece message: length prefix, id, piece index, begin. */
export const pieceHeaderLength = 13

/** Writes those into `bytes` from `at` on: blocks that lie ready there need no copy to be sent. */
export function writePieceHeader(bytes: Uint8Array, at: number, piece: number, begin: number, length: number): void {
  writeNumber(bytes, at, 9 + length)
  bytes[at + 4] = pieceId
  writeNumber(bytes, at + 5, piece)
  writeNumber(bytes, at + 9, begin)
}

/**
 * Reads the frame that lies in `bytes` from `start` to before `end`, without its length prefix; an empty one is a keep-alive.
 * An id without a row gives `unknown`, to be ignored. Throws ProtocolError `wrong-length`; whether the numbers make sense
 * for the torrent is for the peer to check.
 */
export function decodeMessage(bytes: Uint8Array, start = 0, end = bytes.length): Message {
  if (start === end) return { name: 'keep-alive' }
  const id = bytes[start] ?? 0
  const row = rowById[id]
  return row ? row.decode(bytes, start + 1, end) : { name: 'unknown', id, length: end - start - 1 }
}

/** The row of a message that is only its id. */
function signal<
  Name extends 'keep-alive' | 'choke' | 'unchoke' | 'interested' | 'not-interested' | 'have-all' | 'have-none',
>(name: Name, id: number | null, bep: number, meaning: string) {
  return {
    id,
    name,
    bep,
    layout: 'nothing',
    meaning,
    maxPayloadLength: 0,
    lengthOf: () => 0,
    write: () => undefined,
    decode(_bytes: Uint8Array, start: number, end: number) {
      requireLength(name, end - start, 0)
      return { name } as Extract<KnownMessage, { name: Name }>
    },
  }
}

/** The row of a message about one piece. */
function onePiece<Name extends 'have' | 'suggest' | 'allowed-fast'>(
  name: Name,
  id: number,
  bep: number,
  meaning: string,
) {
  return {
    id,
    name,
    bep,
    layout: 'piece index (4 bytes)',
    meaning,
    maxPayloadLength: 4,
    lengthOf: () => 4,
    write: (message: { readonly piece: number }, bytes: Uint8Array, at: number) =>
      writeNumber(bytes, at, message.piece),
    decode(bytes: Uint8Array, start: number, end: number) {
      requireLength(name, end - start, 4)
      return { name, piece: numberAt(bytes, start) } as Extract<KnownMessage, { name: Name }>
    },
  }
}

/** The row of a message about one block. */
function oneBlock<Name extends 'request' | 'cancel' | 'reject'>(name: Name, id: number, bep: number, meaning: string) {
  return {
    id,
    name,
    bep,
    layout: 'piece index (4 bytes), begin in the piece (4), length (4)',
    meaning,
    maxPayloadLength: 12,
    lengthOf: () => 12,
    write(
      message: { readonly piece: number; readonly begin: number; readonly length: number },
      bytes: Uint8Array,
      at: number,
    ) {
      writeNumber(bytes, at, message.piece)
      writeNumber(bytes, at + 4, message.begin)
      writeNumber(bytes, at + 8, message.length)
    },
    decode(bytes: Uint8Array, start: number, end: number) {
      requireLength(name, end - start, 12)
      return {
        name,
        piece: numberAt(bytes, start),
        begin: numberAt(bytes, start + 4),
        length: numberAt(bytes, start + 8),
      } as Extract<KnownMessage, { name: Name }>
    },
  }
}

function requireLength(name: MessageName, length: number, wanted: number): void {
  if (length !== wanted) throw wrongLength(name, length, `${wanted}`)
}

function requireAtLeast(name: MessageName, length: number, wanted: number): void {
  if (length < wanted) throw wrongLength(name, length, `at least ${wanted}`)
}

function wrongLength(name: MessageName, length: number, wanted: string): ProtocolError {
  return new ProtocolError('wrong-length', `${name} carries ${wanted} bytes after its id, this one ${length}`)
}

/** Writes a number as 4 big-endian bytes. */
function writeNumber(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24
  bytes[at + 1] = value >>> 16
  bytes[at + 2] = value >>> 8
  bytes[at + 3] = value
}

/** Reads 4 big-endian bytes as a number. */
export function numberAt(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16)
  // Unsigned: else numbers from 2³¹ on would be negative.
  return (high | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0
}
