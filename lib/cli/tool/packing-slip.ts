import type { PackingSlipOptions } from './options.ts'
import { toolCommand } from './tool-command.ts'
import { checkFolder } from './tool-files.ts'
import { readParcel, writePapers } from './write-papers.ts'

/** Prints the papers of a job's parcel from any service's answer about the job. */
export const packingSlipCommand = toolCommand<PackingSlipOptions>({
  changes: false,
  run: async use => {
    const [id = '', folder = ''] = use.args
    // What is wrong with the command line is reported before anybody is asked.
    readParcel(use.options.parcel)
    await checkFolder(use.io, folder)
    return writePapers(await use.ask((service, call) => service.getStatus(id, call)), folder, use)
  },
})
