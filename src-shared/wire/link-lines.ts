// Reported links on the wire: a dictionary for each, and, where only its flags or rates moved, 13 bytes.

import type { Bencodable, Bencoded } from '../metainfo/bencode.ts'
import { type BencodedDictionary, bytesField, integerField, textField } from '../metainfo/bencode-field.ts'
import { parseAddress } from '../swarm/address.ts'
import type { LinkEncryption, LinkFigures, LinkReport } from '../swarm/events.ts'
import { fromHex, toHex } from '../swarm/hex.ts'
import type { Address, PeerId } from '../swarm/ids.ts'

/** The most links that a peer reports, and that a message tells of in each way: the longest lines fit into one. */
export const maxReportedLinks = 200

const maxAddressLength = 64
const peerIdLength = 20
const numberLength = 4
// The number of the link in 4 bytes, its flags in one, and the rates down and up in 4 each.
const figuresLength = 13
const maxCount = 2 ** 32 - 1
const encryptions: readonly LinkEncryption[] = ['none', 'handshake', 'rc4']
const flagsEnd = 2 ** 4

/** The line of a link: a acceptor, c the client that dialled it, d whether that is ours, e encryption, f figures, i who is at the other end. */
export function reportLine(report: LinkReport): Map<string, Bencodable> {
  return new Map<string, Bencodable>([
    ['a', report.acceptor],
    ['c', report.dialler],
    ['d', report.dialled ? 1 : 0],
    ['e', encryptions.indexOf(report.encryption)],
    ['f', encodeFigures([report])],
    ['i', fromHex(report.remote)],
  ])
}

/** Reads the first 200 lines; those that are wrong are dropped. */
export function readReports(lines: readonly Bencoded[]): LinkReport[] {
  return lines.slice(0, maxReportedLinks).flatMap((line) => (line instanceof Map ? readReport(line) : []))
}

/** What was said of links, one after another; a rate that does not fit into 4 bytes is told as the highest that does. */
export function encodeFigures(links: readonly LinkFigures[]): Uint8Array {
  const bytes = new Uint8Array(figuresLength * links.length)
  const view = new DataView(bytes.buffer)
  for (const [i, link] of links.entries()) {
    const at = figuresLength * i
    view.setUint32(at, link.number)
    view.setUint8(at + 4, flagBits(link))
    view.setUint32(at + 5, Math.min(link.downBytesPerSec, maxCount))
    view.setUint32(at + 9, Math.min(link.upBytesPerSec, maxCount))
  }
  return bytes
}

/** Reads the first 200; one with unknown flags, or that is cut off, is left out. */
export function decodeFigures(bytes: Uint8Array): LinkFigures[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const links: LinkFigures[] = []
  for (let i = 0; i < countOf(bytes, figuresLength); i++) {
    const at = figuresLength * i
    const bits = view.getUint8(at + 4)
    if (bits >= flagsEnd) continue
    links.push({
      number: view.getUint32(at),
      ...flagsOf(bits),
      downBytesPerSec: view.getUint32(at + 5),
      upBytesPerSec: view.getUint32(at + 9),
    })
  }
  return links
}

/** Numbers of links, one after another. */
export function encodeNumbers(numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(numberLength * numbers.length)
  const view = new DataView(bytes.buffer)
  for (const [i, number] of numbers.entries()) view.setUint32(numberLength * i, number)
  return bytes
}

/** Reads the first 200; one that is cut off is left out. */
export function decodeNumbers(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: countOf(bytes, numberLength) }, (_, i) => view.getUint32(numberLength * i))
}

/** One link, or none when its line is wrong. */
function readReport(line: BencodedDictionary): LinkReport[] {
  const acceptor = readAddress(line, 'a')
  const dialler = readAddress(line, 'c')
  const dialled = integerField(line, 'd', 0, 1)
  const encryption = encryptions[integerField(line, 'e', 0, encryptions.length - 1) ?? -1]
  const figures = bytesField(line, 'f')
  const remote = bytesField(line, 'i')
  if (!acceptor || !dialler || dialled === undefined || encryption === undefined) return []
  if (figures?.length !== figuresLength || remote?.length !== peerIdLength) return []
  return decodeFigures(figures).map((read) => ({
    ...read,
    dialler,
    acceptor,
    dialled: dialled === 1,
    remote: toHex(remote) as PeerId,
    encryption,
  }))
}

function readAddress(line: BencodedDictionary, key: string): Address | undefined {
  const parsed = parseAddress(textField(line, key, maxAddressLength) ?? '')
  return parsed.ok ? parsed.address : undefined
}

function flagBits(link: LinkFigures): number {
  const { amChoking, amInterested, peerChoking, peerInterested } = link
  return Number(amChoking) | (Number(amInterested) << 1) | (Number(peerChoking) << 2) | (Number(peerInterested) << 3)
}

function flagsOf(bits: number): Omit<LinkFigures, 'number' | 'downBytesPerSec' | 'upBytesPerSec'> {
  return {
    amChoking: (bits & 1) !== 0,
    amInterested: (bits & 2) !== 0,
    peerChoking: (bits & 4) !== 0,
    peerInterested: (bits & 8) !== 0,
  }
}

function countOf(bytes: Uint8Array, length: number): number {
  return Math.min(maxReportedLinks, Math.floor(bytes.length / length))
}
