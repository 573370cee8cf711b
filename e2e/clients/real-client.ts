// What the tests ask of a client that others wrote.

import { once } from 'node:events'
import type { Child } from '../child-process.ts'

/** What a client is started with; it uses `port` and the two after it. */
export interface RealClientTask {
  readonly torrents: readonly RealClientTorrent[]
  /** Holds, or will hold, the torrents' files. */
  readonly folder: string
  /** The address of this computer that it listens at. */
  readonly host: string
  readonly port: number
  /** Left out: whatever it does when nobody has set anything. */
  readonly encryption?: 'required' | 'preferred'
  /** It neither uses nor accepts uTP; otherwise that is as it comes. */
  readonly tcpOnly?: boolean
  /** These three are off unless they are asked for: nothing is to be found any other way than the test is about. */
  readonly udpTrackers?: boolean
  readonly peerExchange?: boolean
  readonly localDiscovery?: boolean
  readonly upBytesPerSec?: number
}

/** One torrent that it takes part in. */
export interface RealClientTorrent {
  /** The path of a .torrent, or a magnet link. */
  readonly source: string
  /** Files by their place in the torrent, of which it wants some; left out: all of them. */
  readonly choice?: { readonly wanted: readonly number[]; readonly unwanted: readonly number[] }
}

/** A client that can be run, and what to install where it is missing. */
export interface RealClientKind {
  readonly name: string
  /** How to install it, as a person would type it. */
  readonly install: string
  /** It dials the peers that a magnet link names (`x.pe`). */
  readonly dialsMagnetPeers: boolean
  /** It dials 127.0.0.1 where a tracker or another peer tells of it. */
  readonly dialsLoopback: boolean
  /** What it prints as it ends when it dials encrypted, and that its encryption works with nobody; left out where it does. */
  readonly brokenEncryption?: { readonly error: RegExp; readonly why: string }
  /** Rejects unless it listens to peer exchange and never tells anybody, and answers that sentence; left out where it does. */
  readonly tellsNobody?: () => Promise<string>
  /** As it is installed here; null where it is not. */
  version(): string | null
  /** Runs it until it has checked what it has of the files and can be dialled. */
  start(task: RealClientTask): Promise<Child>
}

/** One that does not become ready does not outlive its test. */
export async function whenReady(child: Child, becomeReady: () => Promise<unknown>): Promise<Child> {
  const ended = once(child.process, 'close').then(() => {
    throw new Error(`a client ended before it was ready. It printed:\n${child.output()}`)
  })
  try {
    await Promise.race([becomeReady(), ended])
    return child
  } catch (error) {
    await child.kill()
    throw error
  } finally {
    ended.catch(() => undefined)
  }
}
