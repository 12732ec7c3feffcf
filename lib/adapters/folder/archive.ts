import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ArchiveConflict } from '../../jobs/archive-conflict.ts'
import type { Archive, ArchiveRemoval } from '../../jobs/ports.ts'
import type { NewId } from '../../system.ts'
import { isErrno } from './errno.ts'
import { createFiles, type FileOutcome, type NewFile } from './whole-file.ts'

/** An object to put. */
export interface ArchivedObject {
  readonly name: string
  readonly bytes: Uint8Array
}

export type ArchiveOutcome = { readonly isPut: true } | { readonly error: unknown }

const IS_PUT = { isPut: true } as const

export interface FolderArchive extends Archive, ArchiveRemoval {
  /** Puts several at once, for fewer flushes. @returns for each whether it is there now, or why not */
  putAll(objects: readonly ArchivedObject[]): Promise<readonly ArchiveOutcome[]>
  /** Whether no object has this name. */
  isFree(name: string): boolean
}

/**
 * The archive as a folder: an object is a file, there whole or not at all, and never replaced.
 *
 * @param write creates files, each with an outcome of its own. Default: here, and not in a thread
 */
export const createFolderArchive = (
  folder: string,
  newId: NewId,
  write: (files: readonly NewFile[]) => Promise<readonly FileOutcome[]> = files => createFiles(files, newId),
): FolderArchive => {
  const putAll: FolderArchive['putAll'] = async objects => {
    const files = objects.map(({ name, bytes }) => ({ path: pathOf(folder, name), contents: bytes }))
    const outcomes = await write(files)
    return Promise.all(
      objects.map((object, index) => {
        const outcome = outcomes[index] ?? { isNew: false }
        if ('error' in outcome) return outcome
        return outcome.isNew ? IS_PUT : compare(object)
      }),
    )
  }

  /** The same bytes again are no error. */
  const compare = async ({ name, bytes }: ArchivedObject): Promise<ArchiveOutcome> => {
    try {
      const isSame = Buffer.from(bytes).equals(await readFile(pathOf(folder, name)))
      return isSame ? IS_PUT : { error: new ArchiveConflict(name) }
    } catch (error) {
      return { error }
    }
  }

  return {
    isFree: name => !existsSync(pathOf(folder, name)),
    putAll,
    put: async (name, bytes) => {
      const [outcome = IS_PUT] = await putAll([{ name, bytes }])
      if ('error' in outcome) throw outcome.error
    },
    removeUnder: async prefix => {
      await rm(pathOf(folder, prefix.replace(/\/$/, '')), { recursive: true, force: true })
      return undefined
    },
    get: async name => {
      try {
        return new Uint8Array(await readFile(pathOf(folder, name)))
      } catch (error) {
        if (isErrno(error, 'ENOENT')) return undefined
        throw error
      }
    },
  }
}

/** A name is a path of plain words: nothing that a service answered may lead out of the folder. */
const pathOf = (folder: string, name: string) => {
  const words = name.split('/')
  if (!words.every(word => /^[\w%-][\w%.-]*$/.test(word))) {
    throw new Error(`Not a name for an archived object: ${JSON.stringify(name)}`)
  }
  return join(folder, ...words)
}
