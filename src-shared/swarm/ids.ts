// Branded names: strings that cannot be mixed up with one another.

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** A BitTorrent peer id (BEP 3, BEP 20): 20 bytes as 40 lower-case hex digits. It names a peer everywhere in the view. */
export type PeerId = Branded<'PeerId'>

/** SHA-1 of the bencoded `info` dictionary (BEP 3): 20 bytes as 40 lower-case hex digits. */
export type InfoHash = Branded<'InfoHash'>

/** `ip:port`, or `[ipv6]:port`, in the one spelling that parseAddress makes. */
export type Address = Branded<'Address'>

/** One TCP connection as one of its ends counts it: unique among all links of this process. */
export type LinkId = Branded<'LinkId'>

/** `dialler address>acceptor address`: the same for both ends of one TCP connection, so their reports can be matched. */
export type LinkKey = Branded<'LinkKey'>

/** One attempt to dial an address, from typing it until it is connected, failed or dismissed. */
export type DialId = Branded<'DialId'>

/** Bytes as lower-case hex digits, two a byte. */
export type Hex = string

const hexDigits = /^[0-9a-f]{40}$/

/** Reads 40 hex digits as a peer id; undefined when they are not that. */
export function asPeerId(text: string): PeerId | undefined {
  return hexDigits.test(text) ? (text as PeerId) : undefined
}

/** Reads 40 hex digits (either case, as people paste them) as an info hash; undefined when they are not that. */
export function asInfoHash(text: string): InfoHash | undefined {
  const lower = text.toLowerCase()
  return hexDigits.test(lower) ? (lower as InfoHash) : undefined
}

/** The key under which both ends of a connection are matched. */
export function linkKey(dialler: Address, acceptor: Address): LinkKey {
  return `${dialler}>${acceptor}` as LinkKey
}

/**
 * The same for a link between two peers that run elsewhere. Their names are part of it: on each computer of a class there may be a
 * connection from 127.0.0.1:5001 to 127.0.0.1:5000.
 */
export function reportedLinkKey(sockets: LinkKey, dialler: PeerId, acceptor: PeerId): LinkKey {
  return `${sockets} ${dialler}>${acceptor}` as LinkKey
}
