import type { RealClientKind } from '../clients/real-client.ts'
import type { InteropCase } from './interop-case.ts'

/** What the command line asked for; see run.mjs. */
export interface Choice {
  readonly client?: string
  readonly case?: string
  readonly short?: boolean
}

/** Which cases are played with which client. Throws where the command line named something that there is not. */
export function chosenCells(
  kinds: readonly RealClientKind[],
  cases: readonly InteropCase[],
): { readonly kind: RealClientKind; readonly played: readonly InteropCase[] }[] {
  const choice: Choice = JSON.parse(process.env.SWARMSCOPE_INTEROP_CHOICE ?? '{}')
  const chosenKinds = named(
    '--client',
    choice.client,
    kinds.map((kind) => [kind.name.toLowerCase(), kind]),
  )
  const chosenCases = named(
    '--case',
    choice.case,
    cases.map((one) => [one.id, one]),
  )
  return chosenKinds.map((kind) => ({
    kind,
    played: chosenCases.filter(({ inShort }) => !choice.short || inShort === 'all' || inShort?.includes(kind.name)),
  }))
}

function named<T>(flag: string, name: string | undefined, all: readonly (readonly [string, T])[]): T[] {
  const chosen = all.filter(([id]) => name === undefined || id === name.toLowerCase())
  if (chosen.length > 0) return chosen.map(([, one]) => one)
  throw new Error(`${flag}: there is no "${name}". There are: ${all.map(([id]) => id).join(', ')}.`)
}
