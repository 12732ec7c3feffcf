import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { CommandLineFile } from '../http/command-line/hand-out.ts'
import type { Log } from '../system.ts'

const BUILD = fileURLToPath(new URL('../../build/cli.ts', import.meta.url))

/**
 * Builds the command line of this checkout when it is first asked for: it cannot be that of another edition. A build that fails is
 * in the log, and made again when it is asked for again.
 *
 * @param build gives the file, or throws
 */
export const buildOnDemand = (log: Log, build: () => Promise<Uint8Array> = buildFile): CommandLineFile => {
  let built: Promise<Uint8Array | undefined> | undefined
  const buildOrReport = async () => {
    try {
      return await build()
    } catch (error) {
      log.error('The command line cannot be built', { error })
      built = undefined
      return undefined
    }
  }
  return () => {
    built ??= buildOrReport()
    return built
  }
}

const buildFile = async (): Promise<Uint8Array> => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-command-line-'))
  try {
    const file = join(folder, 'waybill.mjs')
    await promisify(execFile)(process.execPath, [BUILD, '--file', file])
    return await readFile(file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
