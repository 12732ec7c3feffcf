import { link, mkdir, open, readFile, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ArchiveConflict } from '../../jobs/archive-conflict.ts'
import type { Archive } from '../../jobs/ports.ts'
import type { NewId } from '../../system.ts'
import { isErrno } from './errno.ts'

/**
 * The archive as a folder: an object is a file. A put is a temporary file, flushed and then linked under its name,
 * so an object is there whole or not at all, and never replaced.
 */
export const createFolderArchive = (folder: string, newId: NewId): Archive => ({
  put: async (name, bytes) => {
    const path = pathOf(folder, name)
    const temporary = `${path}.${newId()}.tmp`
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    try {
      await writeFlushed(temporary, bytes)
      await link(temporary, path)
      await flushFolder(dirname(path))
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error
      if (!Buffer.from(bytes).equals(await readFile(path))) throw new ArchiveConflict(name)
    } finally {
      await unlink(temporary).catch(() => undefined)
    }
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

const writeFlushed = async (path: string, bytes: Uint8Array) => {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A new name survives a power cut only once its folder is flushed too. */
const flushFolder = async (path: string) => {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
