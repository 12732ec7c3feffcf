import { BucketFileError, readBucketFile } from '../adapters/folder/json-file-buckets.ts'
import { readStaticChecks } from '../adapters/folder/static-checks.ts'
import { type StaticCheck, StaticCheckError } from '../checks/static-check.ts'
import type { LocalConfig } from '../settings/config.ts'
import { CannotStart } from './cannot-start.ts'

/**
 * Reads the files that settings name, so that a missing one is named at the start and not at the first request.
 *
 * @throws CannotStart
 */
export const readNamedFiles = async ({
  buckets,
  checksFolder,
}: Pick<LocalConfig, 'buckets' | 'checksFolder'>): Promise<{ readonly staticChecks: readonly StaticCheck[] }> => {
  if (buckets?.is === 'file') await naming('WAYBILL_BUCKETS', () => readBucketFile(buckets.file))
  const staticChecks =
    checksFolder === undefined ? [] : await naming('WAYBILL_CHECKS_FOLDER', () => readStaticChecks(checksFolder))
  return { staticChecks }
}

const naming = async <T>(setting: string, read: () => T | Promise<T>): Promise<T> => {
  try {
    return await read()
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException
    const isExpected = error instanceof BucketFileError || error instanceof StaticCheckError
    if (isExpected) throw new CannotStart(`${setting}: ${error.message}`, { cause: error })
    if (code === undefined) throw error
    throw new CannotStart(`${setting}: ${path ?? 'what it names'} cannot be read (${code}).`, { cause: error })
  }
}
