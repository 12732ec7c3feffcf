import { createJsonLog } from '../../adapters/system/json-log.ts'
import { clock } from '../../adapters/system/system.ts'
import { JobError } from '../../jobs/errors.ts'
import { recoverHere } from '../../local/recover.ts'
import { localConfig } from '../../settings/config.ts'
import { CommandError, EXIT_CODES } from '../command-error.ts'
import { dataFolderCommand } from './data-folder.ts'

/** Adopts what the service has and the store lost. Exit code 0: nothing is left, 1: something is, and is named. */
export const recover = dataFolderCommand(async (dataDir, { io: { env, stdout, stderr } }) => {
  const log = createJsonLog(stderr, clock)
  try {
    const { adopted, unmarked, left } = await recoverHere({ ...localConfig(env), dataDir }, log)
    for (const jobId of adopted) stdout.write(`${jobId}  adopted\n`)
    for (const { jobId, because } of left) stdout.write(`${jobId}  left alone: ${because}\n`)
    stdout.write(`Adopted ${adopted.length}; ${unmarked.length} made past Waybill; ${left.length} left alone.\n`)
    return left.length === 0 ? EXIT_CODES.done : EXIT_CODES.refused
  } catch (error) {
    if (!(error instanceof JobError)) throw error
    throw new CommandError(error.message, { cause: error })
  }
})
