import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { BucketFiles, BucketPlace } from '../../depot/ports.ts'
import type { NewId } from '../../system.ts'
import { isErrno } from './errno.ts'

/** No file system takes longer names. */
const LONGEST_NAME = 200

/**
 * Buckets as folders: an object is a file `BUCKET/KEY`, its name encoded so that no key leads out of the folder. A file is
 * written beside its name and then renamed, so it is there whole or as it was.
 */
export const createFolderBucketFiles = (folder: string, newId: NewId): BucketFiles => ({
  put: async (place, bytes) => {
    const path = pathOf(folder, place)
    const temporary = join(folder, `${newId()}.tmp`)
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
    try {
      const file = await open(temporary, 'wx', 0o600)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(temporary, path)
    } finally {
      await unlink(temporary).catch(() => undefined)
    }
  },
  get: async place => {
    try {
      return new Uint8Array(await readFile(pathOf(folder, place)))
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return undefined
      throw error
    }
  },
})

const pathOf = (folder: string, { bucket, key }: BucketPlace) => join(folder, nameOf(bucket), nameOf(key))

/** Dots at the beginning are encoded too (`..` is no name), and what is too long goes by its hash. */
const nameOf = (text: string) => {
  const name = encodeURIComponent(text.toWellFormed()).replace(/^\./, '%2E')
  return name.length <= LONGEST_NAME ? name : createHash('sha256').update(text).digest('hex')
}
