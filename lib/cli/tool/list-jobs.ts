import type { ServiceJobSummary } from '../../jobs/service.ts'
import { asJson as json } from '../output/rows.ts'
import type { ToolOptions } from './options.ts'
import { type ToolRun, toolCommand } from './tool-command.ts'

/** As many as the service gives at once. */
const PAGE = 1000

/** All jobs of the key, newest first. */
export const listJobs = toolCommand<ToolOptions>({
  changes: false,
  run: async run => {
    const { io, asJson } = run
    if (asJson) {
      const jobs: ServiceJobSummary[] = []
      for await (const job of allJobs(run)) jobs.push(job)
      io.stdout.write(json(jobs))
      return 0
    }
    let heading = row('JobId', 'JobType', 'CreationDate', 'IsCanceled')
    for await (const { jobId, jobType, createdAt, cancelled } of allJobs(run)) {
      io.stdout.write(heading + row(jobId, jobType, createdAt.replace(/\.\d+Z$/, 'Z'), String(cancelled)))
      heading = ''
    }
    if (heading !== '') io.stdout.write('No jobs.\n')
    return 0
  },
})

const row = (jobId: string, jobType: string, createdAt: string, cancelled: string) =>
  `${jobId.padEnd(6)}  ${jobType.padEnd(7)}  ${createdAt.padEnd(20)}  ${cancelled}\n`

async function* allJobs({ ask }: ToolRun<ToolOptions>): AsyncGenerator<ServiceJobSummary> {
  for (let marker: string | undefined; ; ) {
    const after = marker === undefined ? {} : { marker }
    const { jobs, truncated } = await ask((service, call) => service.listJobs({ maxJobs: PAGE, ...after }, call))
    yield* jobs
    marker = jobs.at(-1)?.jobId
    if (!truncated || marker === undefined) return
  }
}
