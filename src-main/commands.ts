import type { CommandArgs, CommandName, CommandResult, CommandValue } from '../src-shared/bridge.ts'
import type { InfoHash, PeerId } from '../src-shared/swarm/ids.ts'
import { asInfoHash, asPeerId } from '../src-shared/swarm/ids.ts'
import { CommandError } from './command-failure.ts'
import { settingsProblem } from './settings.ts'

/** What each command does; a CommandError becomes its `{ ok: false }` answer. */
export type CommandHandlers = {
  [Name in CommandName]: (args: CommandArgs<Name>) => Promise<CommandValue<Name>>
}

type Check = (value: unknown) => boolean
type Checks = { readonly [Name in CommandName]: Readonly<Record<string, Check>> }

const maxAddresses = 100
const maxTextLength = 4096
const maxBase64Length = 16 * 1024 * 1024

const text: Check = (value) => typeof value === 'string' && value.length <= maxTextLength
const base64: Check = (value) => typeof value === 'string' && value.length <= maxBase64Length
const peer: Check = (value) => typeof value === 'string' && asPeerId(value as PeerId) !== undefined
const infoHash: Check = (value) => typeof value === 'string' && asInfoHash(value as InfoHash) !== undefined
const optionalInfoHash: Check = (value) => value === undefined || infoHash(value)
const texts: Check = (value) => Array.isArray(value) && value.length <= maxAddresses && value.every(text)
const index: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0
const settings: Check = (value) => {
  const problem = settingsProblem(value)
  if (problem !== undefined) throw new CommandError('bad-settings', problem)
  return true
}

// A screen is our own code, yet what comes over its bridge is checked like anything else from outside.
const checks: Checks = {
  connect: { peer, infoHash: optionalInfoHash, addresses: texts },
  'dismiss-dial': { dial: text },
  'leave-swarm': { peer, infoHash },
  'rejoin-swarm': { peer, infoHash },
  'stop-peer': { peer },
  'kill-peer': { peer },
  'restart-peer': { peer },
  'start-demo': {},
  'add-demo-peer': {},
  'end-demo': {},
  'share-file': { path: text },
  'open-torrent': { base64 },
  'read-torrent': { infoHash },
  'read-piece': { peer, infoHash, piece: index },
  'change-settings': { settings },
}

/** Checks a command from a screen and carries it out; never throws, whatever was sent. */
export async function runCommand(
  handlers: CommandHandlers,
  name: string,
  args: unknown,
): Promise<CommandResult<CommandName>> {
  try {
    if (!isCommand(name) || typeof args !== 'object' || args === null || !fits(checks[name], args)) {
      return { ok: false, code: 'bad-command', detail: 'The screen sent a command that cannot be read. Reload it.' }
    }
    const handler = handlers[name] as (args: unknown) => Promise<CommandValue<CommandName>>
    return { ok: true, value: await handler(args) }
  } catch (error) {
    if (error instanceof CommandError) return { ok: false, code: error.code, detail: error.message }
    process.stderr.write(`swarmscope: ${name} failed: ${(error as Error).stack}\n`)
    return {
      ok: false,
      code: 'internal',
      detail: 'Something went wrong inside Swarmscope. Please report what you did.',
    }
  }
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(checks, name)
}

function fits(wanted: Readonly<Record<string, Check>>, args: object): boolean {
  return Object.entries(wanted).every(([key, check]) => check((args as Record<string, unknown>)[key]))
}
