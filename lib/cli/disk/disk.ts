import { lstat, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { CommandError, UsageError } from '../command-error.ts'

/** What the file must be called, in capitals (guide: "Preparing Your Device"). */
export const SIGNATURE = 'SIGNATURE'

/** Names in a folder that are the file's, or may be taken for it: other cases, a copy, another ending. */
export const signaturesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder).catch(refused(folder, 'read'))).filter(name => /^signature(?:$|[ .(_-])/i.test(name))

/** @throws UsageError where there is no folder */
export const requireFolder = async (path: string): Promise<void> => {
  const isFolder = await stat(path).then(
    found => found.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new UsageError(`${path} is not a folder that is there. Is the disk mounted?`)
}

/** Whether a folder is the root of this machine itself. On Windows each drive has one, and may be the disk. */
export const isRootOfMachine = (path: string): boolean =>
  process.platform !== 'win32' && dirname(resolve(path)) === resolve(path)

/** Whether a folder is the root directory of a mounted disk: what lies around it is on another device. */
export const isRootOfDisk = async (path: string): Promise<boolean> => {
  const folder = resolve(path)
  const above = dirname(folder)
  if (above === folder) return true
  return (await stat(folder)).dev !== (await stat(above)).dev
}

/** More than any SIGNATURE has; what is larger is something else. */
const MOST_BYTES = 65_536

/**
 * What a file on a disk holds, its first bytes at least.
 *
 * @throws CommandError unless it is a file of this disk: a link points away from it, and stays behind when the disk leaves
 */
export const readOnDisk = async (path: string): Promise<Buffer> => {
  const found = await lstat(path).catch(refused(path, 'read'))
  if (!found.isFile()) {
    const what = found.isSymbolicLink() ? 'a link' : found.isDirectory() ? 'a folder' : 'no file'
    throw new CommandError(`${path} is ${what}, and must be a file of the disk itself. Remove it.`)
  }
  const file = await open(path, 'r').catch(refused(path, 'read'))
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    return refused(path, 'read')(error)
  } finally {
    await file.close()
  }
}

/**
 * Writes a file and reads it back, so that what is on the disk is known and not believed. What was there before is replaced at
 * once or not at all: a disk that is full, or is pulled out meanwhile, has the one file or the other.
 *
 * @throws CommandError if it cannot be written, or other bytes are there than were written
 */
export const writeAndReadBack = async (folder: string, bytes: Uint8Array): Promise<void> => {
  const path = join(folder, SIGNATURE)
  const beside = join(folder, `.waybill-${process.pid}`)
  try {
    await writeFile(beside, bytes, { mode: 0o644, flag: 'wx', flush: true })
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined)
    refused(path, 'written')(error)
  }
  if (Buffer.compare(await readOnDisk(path), bytes) !== 0) {
    throw new CommandError(`${path} reads back with other bytes than were written: the disk may be faulty.`)
  }
  const names = await signaturesIn(folder)
  if (!names.includes(SIGNATURE)) {
    throw new CommandError(
      `The disk calls the file ${names.join(', ')} and not ${SIGNATURE}: choose another file system.`,
    )
  }
}

const HINTS: Readonly<Record<string, string>> = {
  EROFS: ' The disk is mounted for reading only.',
  ENOSPC: ' The disk is full.',
  EDQUOT: ' The disk is full.',
  EACCES: ' Whose disk is it?',
  EPERM: ' Whose disk is it?',
  EIO: ' The disk may be faulty, or is no longer there.',
}

/** What the file system refuses is for the user to mend. */
const refused =
  (path: string, what: 'read' | 'written') =>
  (error: unknown): never => {
    const { code, message } = error as NodeJS.ErrnoException
    throw new CommandError(`${path} cannot be ${what}: ${message}.${HINTS[code ?? ''] ?? ''}`)
  }
