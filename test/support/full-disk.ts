import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isErrno } from '../../lib/adapters/folder/errno.ts'

/** A file system of its own, which can be filled up. */
export interface SmallDisk {
  readonly path: string
  /** Takes all room but so many bytes. */
  fill(leaving?: number): void
  /** Gives the room back. */
  empty(): void
  /** For reading only, or for writing too. */
  remount(mode: 'ro' | 'rw'): void
  unmount(): void
}

/** @returns `undefined` where this user may not mount one */
export const mountSmallDisk = (path: string, megabytes: number): SmallDisk | undefined => {
  mkdirSync(path, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', path], { stdio: 'pipe' })
  } catch {
    return undefined
  }
  const ballast = join(path, 'ballast')
  return {
    path,
    fill: (leaving = 0) => {
      const { bavail, bsize } = statfsSync(path)
      try {
        writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leaving)))
      } catch (error) {
        // Somebody else has taken room meanwhile, so none is left.
        if (!isErrno(error, 'ENOSPC')) throw error
      }
    },
    empty: () => rmSync(ballast, { force: true }),
    remount: mode => void execFileSync('mount', ['-o', `remount,${mode}`, path]),
    unmount: () => void execFileSync('umount', [path]),
  }
}
