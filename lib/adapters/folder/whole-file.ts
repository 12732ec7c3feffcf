import { closeSync, fsync, linkSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import pLimit from 'p-limit'
import type { NewId } from '../../system.ts'
import { isErrno } from './errno.ts'

/*
 * A file that exists whole or not at all, even if process or power end meanwhile: it is written under another
 * name beside it, flushed, and then gets its own. Its owner alone may read it.
 *
 * Only flushes leave the event loop, since they wait for the disk. To hand the other calls to Node's threads takes longer than
 * the calls: 1.1 ms of CPU a file, in place of 0.55. Many files at once are for `file-thread.ts`.
 */

/** Writes a file, which replaces an existing one. */
export const replaceFile = async (path: string, contents: Uint8Array | string, newId: NewId): Promise<void> => {
  const { temporary, file, unflushed } = write({ path, contents }, newId)
  try {
    await flush(file)
    renameSync(temporary, path)
  } finally {
    closeSync(file)
    rmSync(temporary, { force: true })
  }
  await Promise.all(unflushed.map(flushFolder))
}

export interface NewFile {
  readonly path: string
  readonly contents: Uint8Array | string
}

/** The outcome of a new file. */
export type FileOutcome =
  /** `false`: another file has its name, and stays. */
  { readonly isNew: boolean } | Failed

interface Failed {
  readonly error: unknown
}

/** Writes a file unless it exists. `false`: it exists, and stays as it is. */
export const createFile = async (path: string, contents: Uint8Array | string, newId: NewId): Promise<boolean> => {
  const [outcome = { isNew: false }] = await createFiles([{ path, contents }], newId)
  if ('error' in outcome) throw outcome.error
  return outcome.isNew
}

/** So many flushes are asked for at once. Node has four threads for files, and the log of a database must find one free. */
const CONCURRENCY = 2

/**
 * The same for several, each with an outcome of its own: a folder that several are put into is flushed once, and what the file
 * system flushes with one of them is often flushed for the others too.
 */
export const createFiles = async (files: readonly NewFile[], newId: NewId): Promise<readonly FileOutcome[]> => {
  const limit = pLimit(CONCURRENCY)
  const written = files.map(file => writeOrFail(file, newId))
  const named = await limit.map(written, async one => ('error' in one ? one : nameFlushed(one)))
  const folders = new Set(written.flatMap(one => ('error' in one ? [] : one.unflushed)))
  const failures = new Map<string, Failed>()
  await limit.map(folders, async folder => {
    await flushFolder(folder).catch((error: unknown) => failures.set(folder, { error }))
  })
  return named.map((outcome, index) => {
    const one = written[index]
    const failed = one && 'unflushed' in one ? one.unflushed.find(folder => failures.has(folder)) : undefined
    return (failed !== undefined && failures.get(failed)) || outcome
  })
}

const writeOrFail = (file: NewFile, newId: NewId): Written | Failed => {
  try {
    return write(file, newId)
  } catch (error) {
    return { error }
  }
}

/** A file that is written under its temporary name, and still open. */
interface Written {
  readonly path: string
  readonly temporary: string
  readonly file: number
  /** Its folder, and those that a new one was made in. */
  readonly unflushed: readonly string[]
}

const write = ({ path, contents }: NewFile, newId: NewId): Written => {
  const unflushed = [dirname(path), ...makeUnflushed(dirname(path))]
  const temporary = `${path}.${newId()}${TEMPORARY}`
  const file = openSync(temporary, 'wx', 0o600)
  try {
    writeFileSync(file, contents)
    return { path, temporary, file, unflushed }
  } catch (error) {
    closeSync(file)
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Gives a file its name once it is flushed. */
const nameFlushed = async ({ path, temporary, file }: Written): Promise<FileOutcome> => {
  try {
    await flush(file)
    linkSync(temporary, path)
    return { isNew: true }
  } catch (error) {
    return isErrno(error, 'EEXIST') ? { isNew: false } : { error }
  } finally {
    closeSync(file)
    rmSync(temporary, { force: true })
  }
}

/** The end of a temporary name, which identifies files of killed processes. */
export const TEMPORARY = '.tmp'

/** Makes a folder and those above it, each flushed into the one that it is in. */
export const makeFolder = async (path: string): Promise<void> => {
  await Promise.all(makeUnflushed(path).map(flushFolder))
}

/** @returns the folders that a new one was made in, which are still to be flushed */
const makeUnflushed = (path: string): readonly string[] => {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 })
  const parents: string[] = []
  if (first === undefined) return parents
  for (let made = path; made.length >= first.length; made = dirname(made)) parents.push(dirname(made))
  return parents
}

/** A new name survives a power cut only once its folder is flushed too. */
export const flushFolder = async (path: string): Promise<void> => {
  const folder = openSync(path, 'r')
  try {
    await flush(folder)
  } finally {
    closeSync(folder)
  }
}

const flush = promisify(fsync)
