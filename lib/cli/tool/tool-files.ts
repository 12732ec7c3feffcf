import { constants } from 'node:fs'
import { access, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { isErrno } from '../../adapters/folder/errno.ts'
import { decodeManifest } from '../../manifest/text/decode.ts'
import type { Io } from '../command.ts'
import { CommandError } from '../command-error.ts'

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
  if (await putNew(file, bytes)) return { path, isBeside: false }
  if (Buffer.compare(await readFile(file), bytes) === 0) return { path, isBeside: false }

  const beside = `${name}.${jobId}`
  await writeFile(resolve(cwd, folder, beside), bytes, { flush: true })
  if (!force) return { path: `${path}.${jobId}`, isBeside: true }
  await rename(resolve(cwd, folder, beside), file)
  return { path, isBeside: false }
}

interface FileToSave {
  readonly folder: string
  readonly name: string
  readonly bytes: Uint8Array
  readonly jobId: string
  readonly force: boolean
}

/** `false`: there is a file of that name. */
const putNew = async (path: string, bytes: Uint8Array): Promise<boolean> => {
  try {
    await writeFile(path, bytes, { flag: 'wx', flush: true })
    return true
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false
    throw new CommandError(`${path} cannot be written: ${String(error)}`)
  }
}
