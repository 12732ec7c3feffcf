import type { Actor } from '../audit/event.ts'
import { recordChange } from '../audit/record-change.ts'
import { teamStream } from '../audit/streams.ts'
import type { StaffOrder } from '../depot/staff-requests.ts'
import { howItEnded } from '../jobs/attempt.ts'
import { JobError } from '../jobs/errors.ts'
import { askStatus } from '../jobs/follow/get-status.ts'
import type { Job, JobHappening } from '../jobs/job.ts'
import { historyOf } from '../jobs/record-event.ts'
import { type Asking, actorOf } from '../teams/caller.ts'
import { askedForStep, askedOfJob } from './depot-errors.ts'
import { DepotFailure, type DepotFailureKind } from './depot-failure.ts'
import { type DeskDeps, requireDepot } from './desk-deps.ts'
import type { DeviceAtDesk } from './get-device.ts'
import type { DepotReport, StaffSide } from './ports.ts'

export interface HandleDevice extends Asking {
  readonly jobId: string
  readonly order: StaffOrder
  /** Whether this is the job that the staff has in mind (`If-Match`). Default: any */
  readonly isExpected?: (report: DepotReport) => boolean
}

/** A job ID has 5 characters; this much shows what else was asked for. */
const LONGEST_NAME = 64

/**
 * Do a step with a device at the depot. History has it, done or refused: first that it begins, since the depot is asked over
 * the network. And the job, where Waybill has made it, is brought in step at once, so that its team sees where the device is.
 *
 * A step leads from one stage to another, so a second one of the same kind is refused and changes nothing: what was sent
 * twice is done once.
 *
 * Refuses: DEPOT_MISSING, and what `askedForStep` refuses.
 */
export const handleDevice = async (deps: DeskDeps, input: HandleDevice): Promise<DeviceAtDesk> => {
  const depot = requireDepot(deps)
  const actor = actorOf(input)
  const known = await deps.jobs.job(input.jobId.slice(0, LONGEST_NAME).toUpperCase())
  const attempt = {
    ...(await whereItStands(deps, input, known)),
    action: 'handle-device',
    detail: input.order.verb,
    howItEnded: howStepEnded,
    report: (report: DepotReport) => ({ after: afterOf(report) }),
  } as const
  const report = await recordChange(deps, actor, attempt, async begin => {
    const version = await versionOf(depot, input)
    await begin()
    return askedForStep(depot.step(input.jobId, input.order, version))
  })
  if (known) await bringInStep(deps, known.jobId, actor)
  return { ...report, ...(known && { team: known.team }) }
}

/** In the job's own history; of a job that Waybill has not made, with what else the staff does. */
const whereItStands = async (deps: DeskDeps, { caller: { team }, jobId, requestId }: HandleDevice, known?: Job) =>
  known
    ? historyOf(deps, known.id)
    : { stream: teamStream(team, requestId ?? deps.newId()), team, jobId: jobId.slice(0, LONGEST_NAME) }

/** The version that the step is for, where the staff has one in mind. */
const versionOf = async (depot: StaffSide, { jobId, isExpected }: HandleDevice): Promise<number | undefined> => {
  if (!isExpected) return undefined
  const report = await askedOfJob(depot.job(jobId))
  if (isExpected(report)) return report.version
  throw new JobError('JOB_CHANGED', `Job ${report.jobId} has changed since you looked at it. Look at it again.`)
}

/** Where no answer came, or none that can be read, the step may have been taken. */
const howStepEnded = (error: unknown): Pick<JobHappening, 'outcome' | 'code'> => {
  const ended = howItEnded(error)
  const cause = error instanceof JobError ? error.details.cause : undefined
  return cause instanceof DepotFailure && MAYBE_TAKEN.has(cause.kind) ? { ...ended, outcome: 'unclear' } : ended
}

const MAYBE_TAKEN: ReadonlySet<DepotFailureKind> = new Set<DepotFailureKind>(['timeout', 'unreachable', 'unreadable'])

/** What the step has come to, besides its time. */
const afterOf = ({ stage, events }: DepotReport): Readonly<Record<string, unknown>> => {
  const last = events.at(-1)
  if (!last) return { stage }
  const { at: _at, type: _type, ...particulars } = last
  return { stage, ...particulars }
}

/** The step is done whether or not this succeeds; if not, who follows jobs does it. */
const bringInStep = async (deps: DeskDeps, jobId: string, actor: Actor): Promise<void> => {
  try {
    const job = await deps.jobs.job(jobId)
    if (job) await askStatus(deps, job, actor)
  } catch (error) {
    deps.log.error('job not brought in step with the depot; it is followed later', { jobId, error })
  }
}
