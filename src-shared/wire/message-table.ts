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
  encode(message: Extract<KnownMessage, { name: Name }>): Uint8Array
  /** Throws ProtocolError `wrong-length` when the payload cannot have this length. */
  decode(payload: Uint8Array): Extract<KnownMessage, { name: Name }>
}

const nothing = new Uint8Array(0)

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
    encode: (message) => message.bits,
    decode: (payload) => ({ name: 'bitfield', bits: payload }),
  },
  request: oneBlock('request', 6, 3, 'Send me this block of this piece.'),
  piece: {
    id: 7,
    name: 'piece',
    bep: 3,
    layout: 'piece index (4 bytes), begin in the piece (4), the block itself',
    meaning: 'Here is the block that you asked for.',
    maxPayloadLength: 8 + blockLength,
    encode(message) {
      const payload = new Uint8Array(8 + message.block.length)
      payload.set(numbers(message.piece, message.begin))
      payload.set(message.block, 8)
      return payload
    },
    decode(payload) {
      requireAtLeast('piece', payload, 8)
      return { name: 'piece', piece: numberAt(payload, 0), begin: numberAt(payload, 4), block: payload.subarray(8) }
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
    encode: (message) => Uint8Array.of(message.port >>> 8, message.port),
    decode(payload) {
      requireLength('port', payload, 2)
      return { name: 'port', port: viewOf(payload).getUint16(0) }
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
    encode(message) {
      const payload = new Uint8Array(1 + message.payload.length)
      payload[0] = message.extendedId
      payload.set(message.payload, 1)
      return payload
    },
    decode(payload) {
      requireAtLeast('extended', payload, 1)
      return { name: 'extended', extendedId: payload[0] ?? 0, payload: payload.subarray(1) }
    },
  },
}

const rowById = new Map(Object.values(messageTable).map((row) => [row.id, row]))

/** The longest frame (id byte and payload, no prefix) that we take, in bytes: the cap for a FrameReader. */
export const maxFrameLength = 1 + Math.max(...Object.values(messageTable).map((row) => row.maxPayloadLength))

/** The bytes of a message as sent: 4-byte length prefix, id, payload (BEP 3). */
export function encodeMessage(message: KnownMessage): Uint8Array {
  // The row found by its name takes this very message; TypeScript knows only that it takes one of them.
  const row: { id: number | null; encode(message: KnownMessage): Uint8Array } = messageTable[message.name]
  if (row.id === null) return numbers(0)
  const payload = row.encode(message)
  const bytes = new Uint8Array(5 + payload.length)
  bytes.set(numbers(1 + payload.length))
  bytes[4] = row.id
  bytes.set(payload, 5)
  return bytes
}

/** The 13 bytes before a block: length prefix, id, piece index, begin. The block can then be sent without copying it. */
export function encodePieceHeader(piece: number, begin: number, blockLength: number): Uint8Array {
  const bytes = new Uint8Array(13)
  bytes.set(numbers(9 + blockLength))
  bytes[4] = messageTable.piece.id ?? 0
  bytes.set(numbers(piece, begin), 5)
  return bytes
}

/**
 * Reads one frame (without its length prefix; empty is a keep-alive). An id without a row gives `unknown`, to be ignored.
 * Throws ProtocolError `wrong-length`; whether the numbers make sense for the torrent is for the peer to check.
 */
export function decodeMessage(frame: Uint8Array): Message {
  const id = frame[0]
  if (id === undefined) return { name: 'keep-alive' }
  const row = rowById.get(id)
  return row ? row.decode(frame.subarray(1)) : { name: 'unknown', id, length: frame.length - 1 }
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
    encode: () => nothing,
    decode(payload: Uint8Array) {
      requireLength(name, payload, 0)
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
    encode: (message: { readonly piece: number }) => numbers(message.piece),
    decode(payload: Uint8Array) {
      requireLength(name, payload, 4)
      return { name, piece: numberAt(payload, 0) } as Extract<KnownMessage, { name: Name }>
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
    encode: (message: { readonly piece: number; readonly begin: number; readonly length: number }) =>
      numbers(message.piece, message.begin, message.length),
    decode(payload: Uint8Array) {
      requireLength(name, payload, 12)
      return {
        name,
        piece: numberAt(payload, 0),
        begin: numberAt(payload, 4),
        length: numberAt(payload, 8),
      } as Extract<KnownMessage, { name: Name }>
    },
  }
}

function requireLength(name: MessageName, payload: Uint8Array, length: number): void {
  if (payload.length !== length) throw wrongLength(name, payload, `${length}`)
}

function requireAtLeast(name: MessageName, payload: Uint8Array, length: number): void {
  if (payload.length < length) throw wrongLength(name, payload, `at least ${length}`)
}

function wrongLength(name: MessageName, payload: Uint8Array, wanted: string): ProtocolError {
  return new ProtocolError('wrong-length', `${name} carries ${wanted} bytes after its id, this one ${payload.length}`)
}

/** Numbers as 4 big-endian bytes each. */
function numbers(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length)
  const view = viewOf(bytes)
  for (const [i, value] of values.entries()) view.setUint32(4 * i, value)
  return bytes
}

function numberAt(bytes: Uint8Array, offset: number): number {
  return viewOf(bytes).getUint32(offset)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
