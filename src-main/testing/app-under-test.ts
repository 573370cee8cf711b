import type { CommandArgs, CommandName, CommandResult, CommandValue } from '../../src-shared/bridge.ts'
import type { InfoHash } from '../../src-shared/swarm/ids.ts'
import { reduceAll } from '../../src-shared/swarm/reduce.ts'
import { emptyView, type MembershipView, type PeerView, type View } from '../../src-shared/swarm/view.ts'
import { type App, type AppOptions, startApp } from '../app.ts'
import type { Subscription } from '../bridge-host.ts'

/** A whole app for tests: real peers on loopback and real files, and the view that its screen would have. */
export class AppUnderTest {
  readonly app: App
  readonly #subscription: Subscription
  #view: View = emptyView

  constructor(app: App) {
    this.app = app
    this.#subscription = app.host.subscribe((message) => {
      this.#view = message.kind === 'view' ? message.view : reduceAll(this.#view, message.events)
      queueMicrotask(() => this.#subscription.ready())
    })
  }

  /** Starts one with ports of its own. */
  static async start(dataFolder: string, options: Partial<AppOptions> = {}): Promise<AppUnderTest> {
    // Client ports on which the system never puts a connection of its own, apart from those of a real Swarmscope.
    const first = 20_000 + Math.floor(Math.random() * 80) * 100
    const clientPorts = { first, last: first + 9 }
    const fast = { demo: false, serverPort: 0, clientPorts, demoPort: 0, demoBytesPerSec: 64 * 1024 * 1024 }
    // What a test says stays on this computer.
    const quiet = { localDiscovery: false }
    return new AppUnderTest(await startApp({ dataFolder, ...fast, ...quiet, ...options }))
  }

  get view(): View {
    return this.#view
  }

  /** This window's peer. */
  get me(): PeerView {
    const { me, peers } = this.#view
    const peer = me && peers[me]
    if (!peer) throw new Error('the app has no peer yet')
    return peer
  }

  peerNamed(name: string): PeerView {
    const peer = Object.values<PeerView>(this.#view.peers).find((candidate) => candidate.name === name)
    if (!peer) throw new Error(`no peer named ${name}`)
    return peer
  }

  /** What this window's peer does in a swarm. */
  part(infoHash: InfoHash): MembershipView | undefined {
    return this.me.swarms[infoHash]
  }

  run<Name extends CommandName>(name: Name, args: CommandArgs<Name>): Promise<CommandResult<CommandName>> {
    return this.app.host.run(name, args)
  }

  /** Runs a command that must work. */
  async value<Name extends CommandName>(name: Name, args: CommandArgs<Name>): Promise<CommandValue<Name>> {
    const result = await this.run(name, args)
    if (!result.ok) throw new Error(`${result.code}: ${result.detail}`)
    return result.value as CommandValue<Name>
  }

  /** Shares a file or folder as the screen does. */
  async share(path: string, { isPrivate = false } = {}): Promise<InfoHash> {
    return (await this.value('share-file', { path, pieceLengthBytes: null, isPrivate })).infoHash
  }

  async stop(): Promise<void> {
    this.#subscription.end()
    await this.app.stop()
  }
}
