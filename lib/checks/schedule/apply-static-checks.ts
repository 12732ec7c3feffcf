import { sha256Hex } from '../../jobs/idempotency.ts'
import type { ScheduledCheck } from '../check.ts'
import type { CheckTaskDeps } from '../check-deps.ts'
import { putCheck } from '../manage/put-check.ts'
import { parseSchedule, printSchedule } from '../schedule.ts'
import type { StaticCheck } from '../static-check.ts'

/** Who made a static check, as the check shows it. */
const PRINCIPAL = 'the settings of the stage'

/**
 * Put the static checks of the settings that are new or have changed. A team's own check with the same name stays, which is logged.
 */
export const applyStaticChecks = async (deps: CheckTaskDeps): Promise<void> => {
  for (const check of deps.staticChecks) {
    try {
      await apply(deps, check)
    } catch (error) {
      deps.log.error('a check of the settings could not be put', { team: check.team, check: check.name, error })
    }
  }
}

/** Whether a check came with the settings, which have it no more. */
export const isLeftOver = ({ staticChecks }: Pick<CheckTaskDeps, 'staticChecks'>, check: ScheduledCheck): boolean =>
  check.isStatic === true && !staticChecks.some(({ team, name }) => team === check.team && name === check.name)

const apply = async (deps: CheckTaskDeps, wanted: StaticCheck): Promise<void> => {
  const { team, name, manifest, schedule: expression, timeZone, enabled, email, digest, unknownAfterMinutes } = wanted
  const there = await deps.checks.get(team, name)
  if (there?.isStatic && isSame(there, wanted)) return
  await putCheck(deps, {
    caller: { team, principal: PRINCIPAL, role: 'member' },
    name,
    manifest,
    schedule: { expression, timeZone },
    enabled,
    notify: { email, digest, unknownAfterMinutes },
    isStatic: true,
  })
}

const isSame = ({ subject, schedule, enabled, notify }: ScheduledCheck, wanted: StaticCheck): boolean => {
  const parsed = parseSchedule({ expression: wanted.schedule, timeZone: wanted.timeZone })
  return (
    subject.is === 'manifest' &&
    subject.sha256 === sha256Hex(wanted.manifest) &&
    'type' in parsed &&
    schedule.expression === printSchedule(parsed) &&
    schedule.timeZone === wanted.timeZone &&
    enabled === wanted.enabled &&
    notify.email === wanted.email &&
    notify.digest === wanted.digest &&
    notify.unknownAfterMinutes === wanted.unknownAfterMinutes
  )
}
