import { StorageError } from './piece-store.ts'

/** Runs work on the file at `path`; what the system refuses is rejected as a StorageError that says what to do. */
export async function sayWhy<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StorageError) throw error
    throw new StorageError(clause(path, error as NodeJS.ErrnoException))
  }
}

/** Why the system refused, as a clause with the remedy. */
function clause(path: string, error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
      return `${path} does not exist; put it back, or check the path`
    case 'EACCES':
    case 'EPERM':
      return `${path} may not be used; check its permissions or choose another folder`
    case 'EROFS':
      return `${path} is on a disk that is read-only; choose another folder`
    case 'ENOSPC':
    case 'EDQUOT':
      return `the disk of ${path} is full; make room and try again`
    case 'EFBIG':
      return `the disk of ${path} takes no file as large as this; choose a folder on another disk`
    case 'EMFILE':
    case 'ENFILE':
      return `${path} could not be opened, because too many files are open; close other programs and try again`
    case 'ENAMETOOLONG':
      return `the path ${path} is too long for this disk; choose a folder with a shorter path`
    case 'EEXIST':
    case 'ENOTDIR':
      return `${path} needs a folder where a file stands; move that file away or choose another folder`
    case 'EISDIR':
      return `${path} is a folder; choose a file`
    case 'EIO':
      return `the disk of ${path} failed; check the disk and try again`
    default:
      return `${path} could not be read or written (${error.code ?? error.message}); check it and try again`
  }
}
