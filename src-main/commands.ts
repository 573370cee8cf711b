import type { CommandArgs, CommandName, CommandResult, CommandValue } from '../src-shared/bridge.ts'
import { chokingProfiles } from '../src-shared/swarm/choking.ts'
import type { InfoHash, PeerId } from '../src-shared/swarm/ids.ts'
import { asInfoHash, asPeerId } from '../src-shared/swarm/ids.ts'
import { pickingRules } from '../src-shared/swarm/picking.ts'
import { CommandError } from './command-failure.ts'
import { isLimits } from './limits.ts'
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
const maxMagnetLength = 16 * 1024
const maxIndices = 100_000
const maxLatencyMs = 10_000

const text: Check = (value) => typeof value === 'string' && value.length <= maxTextLength
const magnetText: Check = (value) => typeof value === 'string' && value.length <= maxMagnetLength
const base64: Check = (value) => typeof value === 'string' && value.length <= maxBase64Length
const peer: Check = (value) => typeof value === 'string' && asPeerId(value as PeerId) !== undefined
const infoHash: Check = (value) => typeof value === 'string' && asInfoHash(value as InfoHash) !== undefined
const optionalInfoHash: Check = (value) => value === undefined || infoHash(value)
const texts: Check = (value) => Array.isArray(value) && value.length <= maxAddresses && value.every(text)
const index: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0
const indices: Check = (value) => Array.isArray(value) && value.length <= maxIndices && value.every(index)
const flag: Check = (value) => typeof value === 'boolean'
const nullOr =
  (check: Check): Check =>
  (value) =>
    value === null || check(value)
const nameIn =
  (names: object): Check =>
  (value) =>
    typeof value === 'string' && Object.hasOwn(names, value)
const scope: Check = (value) => {
  const { kind, infoHash: swarm, link } = (value ?? {}) as Record<string, unknown>
  return kind === 'peer' || (kind === 'swarm' && infoHash(swarm)) || (kind === 'link' && text(link))
}
const faults: Check = (value) => {
  const { frozen, latencyMs } = (value ?? {}) as Record<string, unknown>
  return flag(frozen) && index(latencyMs) && Number(latencyMs) <= maxLatencyMs
}
const limits: Check = (value) => {
  if (isLimits(value)) return true
  throw new CommandError('bad-limits', 'A limit must be at least 1 KiB/s and at most 1 TiB/s. Leave it empty for none.')
}
const settings: Check = (value) => {
  const problem = settingsProblem(value)
  if (problem !== undefined) throw new CommandError('bad-settings', problem)
  return true
}

// A screen is our own code, yet what comes over its bridge is checked like anything else from outside.
const checks: Checks = {
  connect: { peer, infoHash: optionalInfoHash, addresses: texts },
  'dismiss-dial': { dial: text },
  'announce-now': { peer, infoHash },
  'pause-swarm': { peer, infoHash },
  'resume-swarm': { peer, infoHash },
  'recheck-swarm': { peer, infoHash },
  'remove-swarm': { peer, infoHash, deleteFiles: flag },
  'choose-files': { peer, infoHash, unwanted: indices },
  'change-strategy': { peer, infoHash, choking: nameIn(chokingProfiles), picking: nameIn(pickingRules) },
  'change-limits': { peer, scope, limits },
  'change-faults': { peer, link: nullOr(text), faults },
  'corrupt-next-block': { peer, link: nullOr(text) },
  'close-link': { peer, link: text, abruptly: flag },
  'stop-peer': { peer },
  'kill-peer': { peer },
  'restart-peer': { peer },
  'start-demo': {},
  'add-demo-peer': {},
  'remove-demo-peer': {},
  'end-demo': {},
  'share-file': { path: text, pieceLengthBytes: nullOr(index), isPrivate: flag },
  'open-torrent': { base64 },
  'open-magnet': { uri: magnetText },
  'close-magnet': { infoHash },
  'read-magnet': { infoHash },
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
