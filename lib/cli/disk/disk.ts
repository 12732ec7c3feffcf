import { open, readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { CommandError, UsageError } from '../command-error.ts'

/** What the file must be called, in capitals (guide: "Preparing Your Device"). */
export const SIGNATURE = 'SIGNATURE'

/** Names in a folder that are the file's, or may be taken for it: other cases, a copy, another ending. */
export const signaturesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter(name => /^signature(?:$|[ .(_-])/i.test(name))

/** @throws UsageError where there is no folder */
export const requireFolder = async (path: string): Promise<void> => {
  const isFolder = await stat(path).then(
    found => found.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new UsageError(`${path} is not a folder that is there. Is the disk mounted?`)
}

/** Whether a folder is the root directory of a mounted disk: what lies around it is on another device. */
export const isRootOfDisk = async (path: string): Promise<boolean> => {
  const folder = resolve(path)
  const above = dirname(folder)
  if (above === folder) return true
  return (await stat(folder)).dev !== (await stat(above)).dev
}

/**
 * Writes a file and reads it back, so that what is on the disk is known and not believed.
 *
 * @throws CommandError if other bytes are there than were written
 */
export const writeAndReadBack = async (folder: string, bytes: Uint8Array): Promise<void> => {
  const path = join(folder, SIGNATURE)
  const file = await open(path, 'w', 0o644)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  if (Buffer.compare(await readFile(path), bytes) !== 0) {
    throw new CommandError(`${path} reads back with other bytes than were written: the disk may be faulty.`)
  }
  const names = await signaturesIn(folder)
  if (!names.includes(SIGNATURE)) {
    throw new CommandError(
      `The disk calls the file ${names.join(', ')} and not ${SIGNATURE}: choose another file system.`,
    )
  }
}
