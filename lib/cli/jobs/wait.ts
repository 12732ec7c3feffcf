import { clock } from '../../adapters/system/system.ts'
import type { WaybillClient } from '../../client/client.ts'
import type { DeviceStage } from '../../jobs/device-stage.ts'
import { answered, waybillClient } from '../api/ask.ts'
import type { Command } from '../command.ts'
import { CommandError, EXIT_CODES, NoAnswer } from '../command-error.ts'
import { progressOn } from '../output/progress.ts'
import { printOne } from '../output/rows.ts'
import { pause } from '../pause.ts'
import { jobFields, type ShownJob } from './job-columns.ts'
import type { WaitOptions } from './options.ts'

const EVERY_SECONDS = 60

/** How far a device has come. What the service has rejected had arrived, and comes no further. */
const FAR: Readonly<Record<DeviceStage, number>> = {
  'not-shipped': 0,
  shipped: 1,
  received: 2,
  rejected: 2,
  'in-progress': 3,
  done: 4,
  'done-with-errors': 4,
  returned: 5,
}

/**
 * Waits until a job's device is in a stage, or in any later one. Exit code 0: it is, 1: it will not be, since the job is
 * over or the device rejected, 3: it is not yet, and the time is up.
 */
export const wait: Command<WaitOptions> = {
  run: async ({ args: [jobId = ''], options, io, target, isQuiet }) => {
    const { for: goal, timeout, every = EVERY_SECONDS, format } = options
    const client = await waybillClient(target, io)
    const progress = progressOn(io.stderr, isQuiet)
    const end = timeout === undefined ? Number.POSITIVE_INFINITY : clock().getTime() + timeout * 1000
    while (!io.stopped.aborted) {
      const job = await lookedAt(client, jobId)
      const { stage } = job.device
      if (FAR[stage] >= FAR[goal]) {
        progress.clear()
        io.stdout.write(printOne(job, { format, fields: jobFields(job) }))
        return EXIT_CODES.done
      }
      if (job.state === 'cancelled' || job.state === 'expired') throw new CommandError(`Job ${jobId} is ${job.state}.`)
      if (stage === 'rejected')
        throw new CommandError(`The device of ${jobId} is rejected. ${job.device.reason?.advice ?? ''}`.trimEnd())
      const left = end - clock().getTime()
      if (left <= 0) throw new NoAnswer(`The device of ${jobId} is ${stage}, and not ${goal} yet.`)
      progress.show(`${jobId} is ${stage}; waiting for ${goal}`)
      await pause(Math.min(every * 1000, left), io.stopped)
    }
    return EXIT_CODES.interrupted
  },
}

/** The job after the service was asked about it. A service that cannot be reached is asked again at the next look. */
const lookedAt = async (client: WaybillClient, jobId: string): Promise<ShownJob> => {
  const params = { path: { jobId } }
  await answered(client.GET('/v1/jobs/{jobId}/status', { params })).catch((error: unknown) => {
    if (!(error instanceof NoAnswer)) throw error
  })
  return answered(client.GET('/v1/jobs/{jobId}', { params }))
}
