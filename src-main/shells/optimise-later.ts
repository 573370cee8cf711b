import { setFlagsFromString } from 'node:v8'

/**
 * Has V8 optimise a function only once it has run three times as long as usual. What many peers on one computer take most of
 * in their first seconds is its optimising compiler (bench/README.md); what is hot for longer is optimised all the same.
 * A V8 that means something else by it still runs everything.
 */
export function optimiseLater(): void {
  setFlagsFromString('--interrupt-budget=400000')
}
