// What one cell of the matrix plays on: a folder, ports, our peers and theirs, and a clean end whatever happens.

import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { type Child, startChild } from '../child-process.ts'
import { type OurPeer, startOurPeer } from '../clients/our-peer.ts'
import type { RealClientKind, RealClientTask } from '../clients/real-client.ts'
import { findFreePorts } from '../free-ports.ts'
import { isListening, startPeer, terminalShell } from '../terminal-peer.ts'
import type { SharedTorrent } from './shared-torrent.ts'

// Our peer: its server and its clients. Theirs needs fewer.
const portsEach = 12
const maxParticipants = 14
const linesShown = 25

/** One of the peers in a cell, ours or theirs. */
export interface Participant {
  readonly host: string
  readonly port: number
  readonly folder: string
  /** As our terminal peer is told of it. */
  readonly address: string
  readonly child: Child
}

type TheirOptions = Omit<RealClientTask, 'torrents' | 'folder' | 'host' | 'port'> &
  Partial<Pick<RealClientTask, 'host' | 'torrents'>>

/** What one of ours is started with. */
export interface OurOptions {
  readonly host?: string
  /** A port that was reserved, because a torrent names it. */
  readonly port?: number
  readonly connect?: readonly { readonly address: string }[]
  readonly magnet?: string
  /** Off unless it is asked for, as with theirs. */
  readonly localDiscovery?: boolean
  readonly args?: readonly string[]
}

type OurInsideOptions = Pick<Parameters<typeof startOurPeer>[0], 'host' | 'unwanted' | 'limits'>

/** One cell's peers. */
export class Stage {
  readonly folder: string
  readonly #firstPort: number
  #portsTaken = 0
  readonly #children: { readonly name: string; readonly child: Child }[] = []
  readonly #closings: (() => Promise<unknown>)[] = []

  private constructor(folder: string, firstPort: number) {
    this.folder = folder
    this.#firstPort = firstPort
  }

  static async open(): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), 'swarmscope-interop-'))
    return new Stage(folder, await findFreePorts(portsEach * maxParticipants))
  }

  /** The first of the ports of one more participant. */
  takePort(): number {
    if (this.#portsTaken === maxParticipants) throw new Error('the stage is full')
    return this.#firstPort + portsEach * this.#portsTaken++
  }

  /** Starts one of theirs, with the torrent's files when it `has` them, and waits until it can be dialled. */
  async theirs(
    kind: RealClientKind,
    torrent: SharedTorrent,
    has: 'everything' | 'nothing',
    options: TheirOptions = {},
  ): Promise<Participant> {
    const port = this.takePort()
    const { host = '127.0.0.1', torrents = [{ source: torrent.path }], ...rest } = options
    const folder = await this.#folderFor(`theirs-${port}`, torrent, has)
    const child = await kind.start({ torrents, folder, host, port, ...rest })
    this.#children.push({ name: `${kind.name} ${host}:${port} with ${has}`, child })
    return { host, port, folder, address: `${host}/${port}`, child }
  }

  /** Starts one of ours without a screen, and waits until it listens. */
  async ours(torrent: SharedTorrent, has: 'everything' | 'nothing', options: OurOptions = {}): Promise<Participant> {
    const { host = '127.0.0.1', port = this.takePort(), connect = [], magnet, localDiscovery, args = [] } = options
    const folder = await this.#folderFor(`ours-${port}`, torrent, has)
    const child = (localDiscovery ? startDiscoverable : startPeer)(
      ...['--listen', `${host}:${port}`, '--client-ports', `${port + 1}-${port + portsEach - 1}`, '--out', folder],
      ...(magnet === undefined ? ['--torrent', torrent.path] : ['--magnet', magnet]),
      ...connect.flatMap(({ address }) => ['--connect', address]),
      ...args,
    )
    this.#children.push({ name: `our peer ${host}:${port} with ${has}`, child })
    await isListening(child)
    return { host, port, folder, address: `${host}/${port}`, child }
  }

  /** Starts one of ours in this process, for what a terminal does not show or cannot do. */
  async oursInside(
    torrents: readonly SharedTorrent[],
    has: SharedTorrent | null,
    options: OurInsideOptions = {},
  ): Promise<OurPeer & { readonly address: string; readonly folder: string }> {
    const { host = '127.0.0.1' } = options
    const port = this.takePort()
    const folder = join(this.folder, `inside-${port}`)
    await mkdir(folder)
    await has?.writeTo(folder)
    const ours = await startOurPeer({ ...options, port, torrents: torrents.map(({ bytes }) => bytes), folder })
    this.onClose(ours.stop)
    return { ...ours, folder, address: `${host}/${port}` }
  }

  /** Waits until all the bytes, or those of the files at these places, are at each of these, and right. */
  async hasArrived(
    torrent: SharedTorrent,
    at: readonly { readonly folder: string }[],
    places?: readonly number[],
  ): Promise<void> {
    const isThere = async () => {
      for (const { name, child } of this.#children) {
        if (child.process.exitCode !== null) throw new Error(`${name} ended before ${torrent.name} had arrived`)
      }
      return (await Promise.all(at.map(({ folder }) => torrent.isIn(folder, places)))).every(Boolean)
    }
    await expect.poll(isThere, { message: `${torrent.name} arrives whole` }).toBe(true)
  }

  onClose(close: () => Promise<unknown>): void {
    this.#closings.push(close)
  }

  /** Ends everybody, at once: now and then a client takes a minute to leave politely. */
  async close(): Promise<void> {
    await Promise.all(this.#closings.map((close) => close()))
    await Promise.all(this.#children.map(({ child }) => child.kill()))
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 })
  }

  /** The last that each of them printed. */
  transcript(): string {
    const last = ({ name, child }: { name: string; child: Child }) =>
      [
        `── ${name}`,
        ...child
          .output()
          .trimEnd()
          .split(/[\r\n]+/)
          .slice(-linesShown),
      ].join('\n')
    return this.#children.map(last).join('\n')
  }

  async #folderFor(name: string, torrent: SharedTorrent, has: 'everything' | 'nothing'): Promise<string> {
    const folder = join(this.folder, name)
    await mkdir(folder)
    if (has === 'everything') await torrent.writeTo(folder)
    return folder
  }
}

/** A loopback address of its own for one of several; macOS has but one, unless somebody adds others. */
export function ownAddress(number: number): string {
  return process.platform === 'darwin' ? '127.0.0.1' : `127.0.0.${number}`
}

function startDiscoverable(...args: string[]): Child {
  return startChild(process.execPath, [terminalShell, ...args])
}
