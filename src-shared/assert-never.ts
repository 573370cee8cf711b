/** Closes a switch over a union: the compiler refuses it when a case is missing; at run time it throws (our bug). */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`)
}
