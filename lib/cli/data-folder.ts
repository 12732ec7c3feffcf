import { resolve } from 'node:path'
import { UnusableStore } from '../adapters/sqlite/check-store-files.ts'
import { CannotStart } from '../local/cannot-start.ts'
import type { FolderContents } from '../local/verify.ts'
import { localConfig } from '../settings/config.ts'
import type { Command, Io } from './command.ts'

/** What a command does with the data folder. */
interface Work {
  readonly name: string
  /** How it is called, besides its name. */
  readonly usage: string
  /** Whether these are the arguments that it takes. */
  readonly takes: (args: readonly string[]) => boolean
  /** @returns the exit code */
  readonly perform: (dataDir: string, args: readonly string[], io: Io) => Promise<number>
}

/** A command that works on the data folder of this machine. Exit code 0: done, 1: it could not be, 2: asked wrongly. */
export const dataFolderCommand = ({ name, usage, takes, perform }: Work): Command => ({
  run: async (args, io) => {
    if (!takes(args)) {
      io.stderr.write(`Usage: waybill ${name} ${usage}\n`)
      return 2
    }
    try {
      return await perform(resolve(io.cwd, localConfig(io.env).dataDir), args, io)
    } catch (error) {
      if (!(error instanceof CannotStart || error instanceof UnusableStore)) throw error
      io.stderr.write(`waybill ${name}: ${error.message}\n`)
      return 1
    }
  },
})

/** What a data folder holds, in a line. */
export const contentsLine = ({ counts, commits }: FolderContents): string =>
  `${counts.jobs ?? 0} jobs, ${counts.depotJobs ?? 0} jobs of the depot, ${counts.checks ?? 0} checks, at commit ${commits}`

/** @returns the exit code: 1 if something is damaged */
export const reportDamage = ({ damaged }: FolderContents, { stderr }: Io): number => {
  for (const what of damaged) stderr.write(`damaged: ${what}\n`)
  return damaged.length > 0 ? 1 : 0
}
