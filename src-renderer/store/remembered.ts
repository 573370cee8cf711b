// What a screen remembers of itself across a reload: how it is arranged and what was chosen. Of what came over the network
// it keeps nothing but the ids of peers, to know again who stood where: checked, and never shown.

/** The part of the browser's storage that is used here. */
export type Memory = Pick<Storage, 'getItem' | 'setItem'>

/** What was remembered under a name, when it can be read and `fits`; else undefined. */
export function recall<Value>(name: string, fits: (value: unknown) => value is Value, memory = browserMemory()) {
  try {
    const value: unknown = JSON.parse(memory?.getItem(keyOf(name)) ?? 'null')
    return fits(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Remembers a value; a browser that keeps nothing just forgets it. */
export function remember(name: string, value: unknown, memory = browserMemory()): void {
  try {
    memory?.setItem(keyOf(name), JSON.stringify(value))
  } catch {
    // Storage may be full or forbidden, and nothing depends on it.
  }
}

function keyOf(name: string): string {
  return `swarmscope.${name}`
}

/** Undefined where a browser forbids it, which it does by throwing at the very name. */
function browserMemory(): Memory | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}
