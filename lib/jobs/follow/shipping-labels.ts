import type { Actor } from '../../audit/event.ts'
import { recordEventOrLog } from '../../audit/record-event.ts'
import { teamStream } from '../../audit/streams.ts'
import { type Asking, actorOf } from '../../teams/caller.ts'
import { withArtifact } from '../artifact-file.ts'
import { askService } from '../ask-service.ts'
import { howItEnded } from '../attempt.ts'
import { bookAddress } from '../book-address.ts'
import { requireUnchanging } from '../change/change-job.ts'
import { type ChangeEvent, recordChanges, withEvents } from '../change-events.ts'
import { JobError } from '../errors.ts'
import type { Job } from '../job.ts'
import type { JobDeps } from '../job-deps.ts'
import { jobKey } from '../job-key.ts'
import { getJob } from '../look-up/get-job.ts'
import { recordJobEvent, recordJobEventOrLog } from '../record-event.ts'
import type { SenderAddress, ServiceLabel } from '../service.ts'
import { requireAllowed } from '../transitions.ts'

export interface ShippingLabels extends Asking {
  /** The jobs whose devices travel in one parcel; at least one. */
  readonly jobIds: readonly string[]
  /** An address, or the name of one in the team's address book. */
  readonly sender: SenderAddress | string
}

/** A label, and its jobs. */
export type JobLabel = ServiceLabel & {
  readonly jobIds: readonly string[]
  /** The fields that the team's address book filled in. Absent: none */
  readonly fromTeam?: readonly string[]
}

/**
 * A label for a parcel with the devices of one or more jobs.
 *
 * Refuses: ADDRESS_NOT_FOUND, JOB_NOT_FOUND, TRANSITION_NOT_ALLOWED, CHANGE_IN_PROGRESS, KEYS_DIFFER (a request is signed
 * with one key, and each job belongs to its own), SIGNING_KEY_MISSING, and the SERVICE_ codes.
 */
export const shippingLabels = async (deps: JobDeps, input: ShippingLabels): Promise<JobLabel> => {
  const jobs: Job[] = []
  const detail = input.jobIds.join(' ').slice(0, LONGEST_DETAIL)
  const actor = actorOf(input)
  try {
    const begin = async () => {
      for (const { id } of jobs) await recordJobEvent(deps, id, actor, { action: 'label', outcome: 'begun', detail })
    }
    const label = await makeLabel(deps, input, jobs, begin)
    const done = { action: 'label', outcome: 'done', detail } as const
    await Promise.all(jobs.map(job => storeLabel(deps, job, label, actor, done)))
    return label
  } catch (error) {
    const refused = { action: 'label', detail, ...howItEnded(error) } as const
    for (const { id } of jobs) await recordJobEventOrLog(deps, id, actor, refused)
    const { team } = input.caller
    const stream = teamStream(team, input.requestId ?? deps.newId())
    if (jobs.length === 0) await recordEventOrLog(deps, stream, actor, { team, ...refused })
    throw error
  }
}

const LONGEST_DETAIL = 500

/**
 * @param jobs gets the jobs that were found, also where no label can be made for them
 * @param begin is called before the service makes the label, since its answer may be lost
 */
const makeLabel = async (
  deps: JobDeps,
  { jobIds, sender: named, ...asking }: ShippingLabels,
  jobs: Job[],
  begin: () => Promise<void>,
): Promise<JobLabel> => {
  for (const jobId of jobIds) {
    const { job } = await getJob(deps, { ...asking, jobId })
    if (!jobs.some(other => other.jobId === job.jobId)) jobs.push(job)
    requireAllowed('label', job)
    requireUnchanging(job, deps.clock())
  }
  const [first] = jobs
  if (!first) throw new JobError('JOB_NOT_FOUND', 'No job is named.')
  const other = jobs.find(({ accessKeyId, team }) => accessKeyId !== first.accessKeyId || team !== first.team)
  if (other) {
    throw new JobError(
      'KEYS_DIFFER',
      `Jobs ${first.jobId} and ${other.jobId} were made with different keys; ask for a label for each.`,
    )
  }

  const isFromBook = typeof named === 'string'
  const sender: SenderAddress = isFromBook ? await bookAddress(deps, asking.caller.team, named) : named
  const credentials = await jobKey(deps.keys, first)
  const ids = jobs.map(({ jobId }) => jobId)
  await begin()
  const label = await askService(deps, credentials, (service, call) =>
    service.getShippingLabel({ jobIds: ids, sender }, call),
  )
  return { ...label, jobIds: ids, ...(isFromBook && { fromTeam: ['sender'] }) }
}

/** How many attempts to add a label. Each fails if another request changes the job meanwhile. */
const MAX_TRIES = 3

/**
 * Adds the label to a job's artifacts, with its event. It replaces an earlier label, since both may have the same address.
 * If other requests keep changing the job, only history has the label; if the store fails, only the log.
 */
const storeLabel = async (
  deps: JobDeps,
  { jobId, id }: Job,
  { url }: ServiceLabel,
  actor: Actor,
  event: ChangeEvent,
): Promise<void> => {
  const { jobs, clock, log, pace } = deps
  try {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const now = clock()
      const job = await jobs.job(jobId)
      // While a request changes the job, only that request may write the item.
      if (!job || (job.change && job.change.until > now.toISOString())) break
      const version = job.version + 1
      const label = { description: 'Shipping label', url, since: version }
      const artifacts = withArtifact(job.artifacts, label)
      const next = { ...job, artifacts, updatedAt: now.toISOString(), version }
      const after = withEvents(job, next, { now, actor, events: [event], pace })
      if (!(await jobs.replace(after))) continue
      await recordChanges(deps, after)
      return
    }
    log.error('label not stored with its job, which others change', { jobId })
    await recordJobEventOrLog(deps, id, actor, event)
  } catch (error) {
    log.error('label not stored with its job', { jobId, ...actor, ...event, error })
  }
}
