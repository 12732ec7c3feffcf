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
/** As long as Waybill waits with an answer. */
const LONGEST_LOOK = 20
/** Before the next look where one came to nothing. */
const RETRY_MS = 1000

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
 * over or the device rejected, 3: it is not yet, and the time is up. Waybill itself is asked to wait, so that the end is seen
 * at once; the service is asked besides, every so often. Once Waybill has answered, no outage of it ends the waiting.
 */
export const wait: Command<WaitOptions> = {
  run: async ({ args: [jobId = ''], options, io, target, isQuiet }) => {
    const { for: goal, timeout, every = EVERY_SECONDS, format } = options
    const client = await waybillClient(target, io)
    const progress = progressOn(io.stderr, isQuiet)
    const now = () => clock().getTime()
    const end = timeout === undefined ? Number.POSITIVE_INFINITY : now() + timeout * 1000
    let askAt = now()
    let seen: ShownJob | undefined
    while (!io.stopped.aborted) {
      const isTimeToAsk = now() >= askAt
      if (isTimeToAsk) askAt = now() + every * 1000
      const seconds = Math.floor(Math.min(LONGEST_LOOK, (askAt - now()) / 1000, (end - now()) / 1000))
      const job = await lookedAt(client, jobId, { isTimeToAsk, goal, seconds: seen ? Math.max(0, seconds) : 0 }).catch(
        (error: unknown) => {
          if (!seen || !(error instanceof NoAnswer)) throw error
          return undefined
        },
      )
      seen = job ?? seen
      if (job && isThere(job, goal)) {
        progress.clear()
        io.stdout.write(printOne(job, { format, fields: jobFields(job) }))
        return EXIT_CODES.done
      }
      const left = end - now()
      if (left <= 0) throw new NoAnswer(`The device of ${jobId} is ${seen?.device.stage}, and not ${goal} yet.`)
      progress.show(
        `${jobId} is ${seen?.device.stage}; waiting for ${goal}${job ? '' : ', but Waybill does not answer'}`,
      )
      if (!job || seconds < 1) await pause(Math.min(RETRY_MS, left), io.stopped)
    }
    return EXIT_CODES.interrupted
  },
}

/** Whether the device has come so far. @throws CommandError where it never will */
const isThere = ({ jobId, state, device }: ShownJob, goal: keyof typeof FAR): boolean => {
  if (FAR[device.stage] >= FAR[goal]) return true
  if (state === 'cancelled' || state === 'expired') throw new CommandError(`Job ${jobId} is ${state}.`)
  if (device.stage !== 'rejected') return false
  throw new CommandError(`The device of ${jobId} is rejected. ${device.reason?.advice ?? ''}`.trimEnd())
}

interface Look {
  /** Whether the service is asked first. One that cannot be reached is asked again the next time. */
  readonly isTimeToAsk: boolean
  readonly goal: DeviceStage
  /** So long Waybill may wait with its answer. */
  readonly seconds: number
}

const lookedAt = async (client: WaybillClient, jobId: string, look: Look): Promise<ShownJob> => {
  const path = { jobId }
  if (look.isTimeToAsk) {
    await answered(client.GET('/v1/jobs/{jobId}/status', { params: { path } })).catch((error: unknown) => {
      if (!(error instanceof NoAnswer)) throw error
    })
  }
  const query = { waitFor: look.goal, timeout: look.seconds }
  return answered(client.GET('/v1/jobs/{jobId}', { params: { path, query } }))
}
