import type { SwarmFact } from '../../../src-shared/swarm/events.ts'

const ways = { local: 'local discovery', dht: 'the distributed hash table', tracker: 'its tracker' } as const

/** The line of what looks for peers beside the trackers, and of what was found; undefined for what needs no word. */
export function findingLine(fact: SwarmFact): string | undefined {
  if (fact.type === 'discovery-changed') {
    const name = fact.way === 'local' ? 'Local discovery' : 'The distributed hash table'
    const detail = fact.detail === null ? '' : `. ${fact.detail}`
    return `${name} is ${fact.on ? 'on' : 'off'}${detail}`
  }
  if (fact.type !== 'peers-found' || fact.addresses === 0) return undefined
  return `Found ${fact.addresses} ${fact.addresses === 1 ? 'peer' : 'peers'} by ${ways[fact.way]}, told by ${fact.from}`
}
