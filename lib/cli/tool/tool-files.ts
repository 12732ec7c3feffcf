import { constants } from 'node:fs'
import { access, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isErrno } from '../../adapters/folder/errno.ts'
import { decodeManifest } from '../../manifest/text/decode.ts'
import type { Io } from '../command.ts'
import { CommandError, messageOf } from '../command-error.ts'

/** @throws CommandError unless the file is there and holds text */
export const readManifestFile = async ({ cwd }: Io, file: string): Promise<string> => {
  const bytes = await readFile(resolve(cwd, file)).catch((error: unknown) => {
    const why = isErrno(error, 'ENOENT') ? 'the file does not exist' : String(error)
    throw new CommandError(`The manifest ${file} cannot be read: ${why}.`)
  })
  const { text, diagnostics } = decodeManifest(bytes)
  const broken = diagnostics.find(({ severity }) => severity === 'error')
  if (broken) throw new CommandError(`${file}:${broken.line}:${broken.column}: ${broken.detail}`)
  return text
}

/** Looked at before a job is made, so that no job is made whose files have no place. */
export const checkFolder = async ({ cwd }: Io, folder: string): Promise<void> => {
  const path = resolve(cwd, folder)
  const isFolder = await stat(path).then(
    found => found.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new CommandError(`The folder ${folder} does not exist; nothing was sent.`)
  await access(path, constants.W_OK).catch(() => {
    throw new CommandError(`The folder ${folder} cannot be written to; nothing was sent.`)
  })
}

export interface SavedFile {
  /** Where the bytes are now. */
  readonly path: string
  /** Other bytes lie under the name itself, and were left there. */
  readonly isBeside: boolean
}

/**
 * Puts a job's file into a folder. Never over other bytes, unless forced: the file of another job would be lost. Then it
 * goes beside them, under a name with the job's ID.
 */
export const saveFile = async ({ cwd }: Io, { folder, name, bytes, jobId, force }: FileToSave): Promise<SavedFile> => {
  const path = `${folder.replace(/(?<=.)[\\/]+$/, '')}/${name}`
  const file = resolve(cwd, folder, name)
  try {
    if (await putNew(file, bytes)) return { path, isBeside: false }
    if (Buffer.compare(await readFile(file), bytes) === 0) return { path, isBeside: false }

    const beside = resolve(cwd, folder, `${name}.${jobId}`)
    await rm(beside, { force: true })
    await putNew(beside, bytes)
    if (!force) return { path: `${path}.${jobId}`, isBeside: true }
    await rename(beside, file)
    return { path, isBeside: false }
  } catch (error) {
    throw new CommandError(
      `${path} cannot be written: ${messageOf(error)}. The job ${jobId} is there all the same; mend that, and run the command again.`,
      { cause: error },
    )
  }
}

interface FileToSave {
  readonly folder: string
  readonly name: string
  readonly bytes: Uint8Array
  readonly jobId: string
  readonly force: boolean
}

/** Puts a file, whole or not at all. `false`: there is a file of that name. */
const putNew = async (path: string, bytes: Uint8Array): Promise<boolean> => {
  const file = await open(path, 'wx').catch((error: unknown) => {
    if (isErrno(error, 'EEXIST')) return undefined
    throw error
  })
  if (file === undefined) return false
  try {
    await file.writeFile(bytes)
    await file.sync()
    return true
  } catch (error) {
    // A full disk would have a SIGNATURE that is empty, and travel with it.
    await rm(path, { force: true })
    throw error
  } finally {
    await file.close()
  }
}
