import type { CommandFailure } from '../src-shared/bridge.ts'

/** What a command cannot do and the user can mend: a code, and a sentence with the remedy. */
export class CommandError extends Error {
  readonly code: CommandFailure
  constructor(code: CommandFailure, sentence: string) {
    super(sentence)
    this.code = code
  }
}
