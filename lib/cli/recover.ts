import { createJsonLog } from '../adapters/system/json-log.ts'
import { clock } from '../adapters/system/system.ts'
import { JobError } from '../jobs/errors.ts'
import { recoverHere } from '../local/recover.ts'
import { localConfig } from '../settings/config.ts'
import { dataFolderCommand } from './data-folder.ts'

/** Adopts what the service has and the store lost. Exit code 0: nothing is left, 1: something is, and is named. */
export const recover = dataFolderCommand({
  name: 'recover',
  usage: '',
  takes: args => args.length === 0,
  perform: async (dataDir, _args, { env, stdout, stderr }) => {
    const log = createJsonLog(stderr, clock)
    try {
      const { adopted, unmarked, left } = await recoverHere({ ...localConfig(env), dataDir }, log)
      for (const jobId of adopted) stdout.write(`${jobId}  adopted\n`)
      for (const { jobId, because } of left) stdout.write(`${jobId}  left alone: ${because}\n`)
      stdout.write(`Adopted ${adopted.length}; ${unmarked.length} made past Waybill; ${left.length} left alone.\n`)
      return left.length === 0 ? 0 : 1
    } catch (error) {
      if (!(error instanceof JobError)) throw error
      stderr.write(`waybill recover: ${error.message}\n`)
      return 1
    }
  },
})
