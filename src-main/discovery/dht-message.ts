import { type Bencoded, decodeBencode } from '../../src-shared/metainfo/bencode.ts'
import {
  type BencodedDictionary,
  bytesField,
  dictionaryField,
  integerField,
  listField,
} from '../../src-shared/metainfo/bencode-field.ts'

// What no network cuts up, with room for a long answer.
const maxBytes = 2_000
const maxDepth = 4
const idLength = 20
const compactAddressLength = 6
const maxTransactionLength = 16
const maxTokenLength = 64

/**
 * Whether a datagram is a message of the DHT (BEP 5) that is whole and has nothing of the wrong kind in it: the package that
 * gets it trusts its fields. What it may store for others beside addresses (BEP 44) is left out.
 */
export function isDhtMessage(bytes: Uint8Array): boolean {
  if (bytes.length > maxBytes) return false
  const message = dictionaryOf(bytes)
  const transaction = message && bytesField(message, 't')
  if (!message || !transaction || transaction.length === 0 || transaction.length > maxTransactionLength) return false
  switch (textField(message, 'y')) {
    case 'q':
      return isQuery(message)
    case 'r':
      return isAnswer(dictionaryField(message, 'r'))
    case 'e':
      return isError(listField(message, 'e'))
    default:
      return false
  }
}

function isQuery(message: BencodedDictionary): boolean {
  const args = dictionaryField(message, 'a')
  if (!args || !isId(args.get('id'))) return false
  switch (textField(message, 'q')) {
    case 'ping':
      return true
    case 'find_node':
      return isId(args.get('target'))
    case 'get_peers':
      return isId(args.get('info_hash'))
    case 'announce_peer':
      return isId(args.get('info_hash')) && isToken(args.get('token')) && isPort(args)
    default:
      return false
  }
}

function isAnswer(answer: BencodedDictionary | undefined): boolean {
  if (!answer || !isId(answer.get('id'))) return false
  const { nodes, token, values } = Object.fromEntries(answer)
  if (nodes !== undefined && !(nodes instanceof Uint8Array)) return false
  if (token !== undefined && !isToken(token)) return false
  return values === undefined || (Array.isArray(values) && values.every(isCompactAddress))
}

function isError(error: readonly Bencoded[] | undefined): boolean {
  return error !== undefined && error.length === 2 && typeof error[0] === 'number' && error[1] instanceof Uint8Array
}

function isPort(args: BencodedDictionary): boolean {
  return integerField(args, 'port', 0, 65_535) !== undefined || integerField(args, 'implied_port', 1, 1) !== undefined
}

function isId(value: Bencoded | undefined): boolean {
  return value instanceof Uint8Array && value.length === idLength
}

function isToken(value: Bencoded | undefined): boolean {
  return value instanceof Uint8Array && value.length > 0 && value.length <= maxTokenLength
}

// Some nodes answer with IPv6 addresses among the others: those are passed over later.
function isCompactAddress(value: Bencoded): boolean {
  return value instanceof Uint8Array && value.length >= compactAddressLength
}

function textField(message: BencodedDictionary, key: string): string {
  return String.fromCharCode(...(bytesField(message, key)?.subarray(0, maxTransactionLength) ?? []))
}

function dictionaryOf(bytes: Uint8Array): BencodedDictionary | undefined {
  try {
    const value = decodeBencode(bytes, { maxDepth })
    return value instanceof Map ? value : undefined
  } catch {
    return undefined
  }
}
