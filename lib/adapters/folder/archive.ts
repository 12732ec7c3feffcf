import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ArchiveConflict } from '../../jobs/archive-conflict.ts'
import type { Archive, ArchiveRemoval } from '../../jobs/ports.ts'
import type { NewId } from '../../system.ts'
import { isErrno } from './errno.ts'
import { createFile } from './whole-file.ts'

export interface FolderArchive extends Archive, ArchiveRemoval {
  /** Whether no object has this name. */
  isFree(name: string): boolean
}

/** The archive as a folder: an object is a file, there whole or not at all, and never replaced. */
export const createFolderArchive = (folder: string, newId: NewId): FolderArchive => ({
  isFree: name => !existsSync(pathOf(folder, name)),
  put: async (name, bytes) => {
    const path = pathOf(folder, name)
    if (await createFile(path, bytes, newId)) return
    if (!Buffer.from(bytes).equals(await readFile(path))) throw new ArchiveConflict(name)
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
})

/** A name is a path of plain words: nothing that a service answered may lead out of the folder. */
const pathOf = (folder: string, name: string) => {
  const words = name.split('/')
  if (!words.every(word => /^[\w%-][\w%.-]*$/.test(word))) {
    throw new Error(`Not a name for an archived object: ${JSON.stringify(name)}`)
  }
  return join(folder, ...words)
}
