import type { Begin } from '../../audit/record-change.ts'
import { attemptChange } from '../../jobs/attempt.ts'
import { JobError } from '../../jobs/errors.ts'
import type { JobType } from '../../manifest/manifest.ts'
import type { Asking } from '../../teams/caller.ts'
import type { WebhookTarget } from '../../webhooks/sealed-webhook.ts'
import {
  CHECK_NAME,
  type CheckProgress,
  NO_PROGRESS,
  type NotifySettings,
  type ScheduledCheck,
  type Subject,
} from '../check.ts'
import type { CheckDeps } from '../check-deps.ts'
import { nextTime } from '../schedule/next-times.ts'
import { syncSchedule } from '../schedule/sync-schedule.ts'
import { isScheduleFault, parseSchedule, printSchedule, type ScheduleText } from '../schedule.ts'
import { changeCheck } from './change-check.ts'
import { checkSubject } from './check-subject.ts'
import { inHistory, streamOfCheck } from './in-history.ts'

/** The settings of a check. Absent members get their defaults, but an absent manifest or webhook does not change. */
export interface PutCheck extends Asking {
  readonly name: string
  readonly manifest?: string | undefined
  /** Default: the manifest's own */
  readonly jobType?: JobType | undefined
  /** The job to watch, instead of a manifest. */
  readonly jobId?: string | undefined
  readonly schedule: ScheduleText
  readonly enabled: boolean
  /** Whether it is a static check of the stage's settings. Default: a team's own check */
  readonly isStatic?: boolean
  readonly notify: Omit<NotifySettings, 'webhook'> & {
    /** `null`: no webhook. Default: no change */
    readonly webhook?: WebhookTarget | null | undefined
  }
}

export interface PutOutcome {
  readonly check: ScheduledCheck
  readonly created: boolean
  /** Whether the scheduler has the check already. If not, it will within minutes. */
  readonly isScheduled: boolean
}

/**
 * Put a check, which replaces the team's check with the same name.
 *
 * 1. Check the name and the schedule, which must come due at least once more.
 * 2. Check the manifest with the team's defaults, as far as that is possible without the service. A job must be active, and the
 *    team's own.
 * 3. Encrypt the secrets: the manifest, and the webhook's address and key.
 * 4. Store the check.
 * 5. Update the scheduler. If that fails, the maintenance of checks does it later.
 *
 * Refuses: ADDRESS_NOT_FOUND, CHECK_INVALID, SCHEDULE_INVALID, MANIFEST_INVALID, JOB_TYPE_MISMATCH, JOB_NOT_FOUND, JOB_NOT_ACTIVE,
 * CHECK_BUSY.
 */
export const putCheck = (deps: CheckDeps, input: PutCheck): Promise<PutOutcome> =>
  attemptChange(deps, input, 'put-check', begin => replaceCheck(deps, input, begin), {
    stream: streamOfCheck(input, input.name),
  })

const replaceCheck = async (deps: CheckDeps, input: PutCheck, begin: Begin): Promise<PutOutcome> => {
  const { caller, name } = input
  if (!CHECK_NAME.test(name)) {
    throw new JobError(
      'CHECK_INVALID',
      'The name of a check is 1 to 64 letters, digits, dots, hyphens and underlines, and starts with a letter or digit.',
    )
  }
  const at = deps.clock().toISOString()
  const schedule = usableSchedule(input.schedule, input.enabled, deps.clock())
  const there = await deps.checks.get(caller.team, name)
  refuseOther(there, input)
  const id = there?.id ?? deps.newId()
  const subject = await checkSubject(deps, input, id)
  const webhook = input.notify.webhook && (await usableWebhook(deps, input.notify.webhook, id))

  const asked = (before: ScheduledCheck | undefined) => {
    const keptWebhook = webhook === undefined ? before?.notify.webhook : webhook
    const { webhook: _webhook, ...notify } = input.notify
    return {
      subject: subject ?? before?.subject ?? needsSubject(),
      schedule,
      enabled: input.enabled,
      ...(input.isStatic && { isStatic: true }),
      notify: { ...notify, ...(keptWebhook && { webhook: keptWebhook }) },
      updatedAt: at,
      updatedBy: caller.principal,
    }
  }

  if (!there) {
    const definition = { ...asked(undefined), anchor: at, createdAt: at }
    const check = { team: caller.team, name, id, revision: 1, ...definition, progress: NO_PROGRESS }
    await begin({ after: inHistory(check) })
    if (await deps.checks.create(check)) {
      return { check, created: true, isScheduled: await syncSchedule(deps, check) }
    }
    throw new JobError('CHECK_BUSY', `Check ${name} was made by another request at this moment; send yours again.`, {
      retryAfterSeconds: 1,
    })
  }

  const check = await changeCheck(deps, there, async before => {
    const after: ScheduledCheck = {
      ...before,
      ...asked(before),
      revision: before.revision + 1,
      anchor: anchorOf(before, { schedule, enabled: input.enabled, at }),
      progress: progressFor(before, subject),
    }
    await begin({ before: inHistory(before), after: inHistory(after) })
    return after
  })
  if (!check) {
    throw new JobError('CHECK_BUSY', `Check ${name} was deleted at this moment; send your request again.`, {
      retryAfterSeconds: 1,
    })
  }
  return { check, created: false, isScheduled: await syncSchedule(deps, check) }
}

const usableWebhook = async ({ sealer }: Pick<CheckDeps, 'sealer'>, target: WebhookTarget, checkId: string) => {
  // Few checks have a webhook, and the code that knows public addresses is large: the others do not load it.
  const { sealWebhook, webhookFault } = await import('../../webhooks/sealed-webhook.ts')
  const fault = webhookFault(target)
  if (fault !== undefined) throw new JobError('CHECK_INVALID', fault)
  return sealWebhook(sealer, target, checkId)
}

/** A static check and a team's own check never replace each other. */
const refuseOther = (there: ScheduledCheck | undefined, { name, isStatic = false }: PutCheck) => {
  if (!there || (there.isStatic ?? false) === isStatic) return
  throw new JobError(
    'CHECK_INVALID',
    isStatic
      ? `Team ${there.team} has a check ${name} of its own; the one in the settings needs another name.`
      : `Check ${name} comes with the settings of this stage; change it there, or choose another name.`,
  )
}

const usableSchedule = (text: ScheduleText, enabled: boolean, now: Date): ScheduleText => {
  const schedule = parseSchedule(text)
  if (isScheduleFault(schedule)) {
    const { part, fault, example } = schedule
    const named = part === 'timeZone' ? 'The time zone' : 'The schedule'
    throw new JobError('SCHEDULE_INVALID', `${named} cannot be read: ${fault} For example: ${example}.`)
  }
  const expression = printSchedule(schedule)
  if (enabled && nextTime(schedule, now, now) === undefined) {
    throw new JobError(
      'SCHEDULE_INVALID',
      `The schedule ${expression} in ${text.timeZone} never comes due from now on. Name a time to come, for example: rate(1 day).`,
    )
  }
  return { expression, timeZone: text.timeZone }
}

const needsSubject = (): never => {
  throw new JobError('CHECK_INVALID', 'A new check needs a manifest, or the jobId of a job whose manifest is watched.')
}

/** A rate goes on in its rhythm unless it is changed, or switched on again. */
const anchorOf = (
  before: ScheduledCheck,
  { schedule, enabled, at }: { schedule: ScheduleText; enabled: boolean; at: string },
) => (before.schedule.expression === schedule.expression && before.enabled === enabled ? before.anchor : at)

/** The progress of a changed check. The last notice stays. With a new subject, the rest starts again. */
const progressFor = ({ subject: before, progress }: ScheduledCheck, subject: Subject | undefined): CheckProgress => {
  const isSame =
    subject === undefined || (before.is === 'job' && subject.is === 'job' && before.jobId === subject.jobId)
  if (isSame) return progress
  const { ended: _ended, warnedDays: _warned, ...rest } = progress
  return { ...rest, sequence: progress.sequence + 1 }
}
