import { CommandError } from './command-failure.ts'
import { StorageError } from './storage/piece-store.ts'

/** Runs work with files; what the disk refuses is rejected as a CommandError with its sentence. */
export async function sayFileFailure<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StorageError) {
      throw new CommandError('bad-file', `The file could not be used: ${error.message}.`)
    }
    throw error
  }
}
