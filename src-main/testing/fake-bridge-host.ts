import type { CommandName, CommandResult, FeedMessage } from '../../src-shared/bridge.ts'
import type { BridgeHost } from '../bridge-host.ts'

/** One screen as the fake host sees it. */
export interface FakeScreen {
  readonly deliver: (message: FeedMessage) => void
  readyCount: number
  ended: boolean
}

/** A host for the tests of the shells: it remembers what it was asked and answers as told. */
export class FakeBridgeHost implements BridgeHost {
  readonly commands: { name: string; args: unknown }[] = []
  readonly screens: FakeScreen[] = []
  /** What every subscription gets at once. */
  readonly first: FeedMessage = { kind: 'events', events: [], load: 0 }
  answer: CommandResult<CommandName> = { ok: true, value: null }

  async run(name: string, args: unknown): Promise<CommandResult<CommandName>> {
    this.commands.push({ name, args })
    return this.answer
  }

  subscribe(deliver: (message: FeedMessage) => void) {
    const screen: FakeScreen = { deliver, readyCount: 0, ended: false }
    this.screens.push(screen)
    deliver(this.first)
    return {
      ready: () => {
        screen.readyCount++
      },
      end: () => {
        screen.ended = true
      },
    }
  }
}
