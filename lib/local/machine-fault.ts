import { errcodeOf, storeFailure } from '../adapters/sqlite/store-failure.ts'
import { DamagedStore, StoreFull } from '../system.ts'

/**
 * What the operating system or SQLite has against a file or a folder, such as a full disk or missing rights: the operator's to
 * mend. `undefined`: any other error, which is a bug.
 */
export const machineFault = (error: unknown): string | undefined => {
  if (storeFailure(error) instanceof StoreFull) return 'the disk is full'
  const isOfTheMachine = error instanceof DamagedStore || errcodeOf(error) !== undefined || isOfSystem(error)
  return isOfTheMachine ? messageOf(error) : undefined
}

const isOfSystem = (error: unknown) => typeof error === 'object' && error !== null && 'syscall' in error

const messageOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
