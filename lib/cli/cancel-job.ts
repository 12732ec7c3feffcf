import { json, toolCommand } from './tool-command.ts'

export const cancelJob = toolCommand({
  name: 'CancelJob',
  usage: 'JOBID',
  arguments: [1, 1],
  changes: true,
  run: async ({ io, positionals: [jobId = ''], asJson, ask }) => {
    await ask((service, call) => service.cancelJob(jobId, call))
    io.stdout.write(asJson ? json({ jobId, cancelled: true }) : `JOB CANCELED\n\tJobId: ${jobId}\n`)
    return 0
  },
})
