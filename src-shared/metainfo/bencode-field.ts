// Reading the fields of a dictionary that came from the network: what is missing, mistyped or out of range is undefined.

import { cleanText } from '../clean-text.ts'
import type { Bencoded } from './bencode.ts'

export type BencodedDictionary = ReadonlyMap<string, Bencoded>

/** An integer field from `min` to `max`, both included. */
export function integerField(
  dictionary: BencodedDictionary,
  key: string,
  min: number,
  max: number,
): number | undefined {
  const value = dictionary.get(key)
  return typeof value === 'number' && value >= min && value <= max ? value : undefined
}

/** A byte string field, as a view of the input. */
export function bytesField(dictionary: BencodedDictionary, key: string): Uint8Array | undefined {
  const value = dictionary.get(key)
  return value instanceof Uint8Array ? value : undefined
}

/** A UTF-8 text field, cleaned for showing and at most `maxLength` code points. */
export function textField(dictionary: BencodedDictionary, key: string, maxLength: number): string | undefined {
  const bytes = bytesField(dictionary, key)
  return bytes && cleanText(utf8Text(bytes), maxLength)
}

/** A field that is a list. */
export function listField(dictionary: BencodedDictionary, key: string): readonly Bencoded[] | undefined {
  const value = dictionary.get(key)
  return Array.isArray(value) ? value : undefined
}

/** A field that is itself a dictionary. */
export function dictionaryField(dictionary: BencodedDictionary, key: string): BencodedDictionary | undefined {
  const value = dictionary.get(key)
  return value instanceof Map ? value : undefined
}

/** Bytes read as UTF-8; what is not UTF-8 becomes U+FFFD. */
export function utf8Text(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes)
}
