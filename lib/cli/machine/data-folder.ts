import { resolve } from 'node:path'
import { UnusableStore } from '../../adapters/sqlite/check-store-files.ts'
import { CannotStart } from '../../local/cannot-start.ts'
import { machineFault } from '../../local/machine-fault.ts'
import type { FolderContents } from '../../local/verify.ts'
import { localConfig } from '../../settings/config.ts'
import type { Command, CommandUse, Io } from '../command.ts'
import { CommandError, EXIT_CODES } from '../command-error.ts'
import { counted } from '../output/counted.ts'

/** What a command does with the data folder. @returns the exit code */
type Work<Options> = (dataDir: string, invocation: CommandUse<Options>) => Promise<number>

/** A command that works on the data folder of this machine. */
export const dataFolderCommand = <Options>(perform: Work<Options>): Command<Options> => ({
  run: async invocation => {
    const { env, cwd } = invocation.io
    try {
      return await perform(resolve(cwd, localConfig(env).dataDir), invocation)
    } catch (error) {
      if (error instanceof CannotStart || error instanceof UnusableStore) {
        throw new CommandError(error.message, { cause: error })
      }
      const fault = machineFault(error)
      if (fault === undefined) throw error
      throw new CommandError(`${fault}. Mend that, and run the command again.`, { cause: error })
    }
  },
})

/** What a data folder holds, in a line. */
export const contentsLine = ({ counts, commits }: FolderContents): string =>
  `${counted(counts.jobs ?? 0, 'job')}, ${counted(counts.depotJobs ?? 0, 'job')} of the depot, ${counted(counts.checks ?? 0, 'check')}, at commit ${commits}`

/** @returns the exit code: 1 if something is damaged */
export const reportDamage = ({ damaged }: FolderContents, { stderr }: Io): number => {
  for (const what of damaged) stderr.write(`damaged: ${what}\n`)
  return damaged.length > 0 ? EXIT_CODES.refused : EXIT_CODES.done
}
