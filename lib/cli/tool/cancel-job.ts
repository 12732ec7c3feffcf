import { asJson as json } from '../output/rows.ts'
import type { ToolOptions } from './options.ts'
import { toolCommand } from './tool-command.ts'

export const cancelJob = toolCommand<ToolOptions>({
  changes: true,
  run: async ({ io, args: [jobId = ''], asJson, ask }) => {
    await ask((service, call) => service.cancelJob(jobId, call))
    io.stdout.write(asJson ? json({ jobId, cancelled: true }) : `JOB CANCELED\n\tJobId: ${jobId}\n`)
    return 0
  },
})
