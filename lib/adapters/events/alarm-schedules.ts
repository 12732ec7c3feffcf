import type { Alarms, SchedulePlan, Schedules } from '../../checks/ports.ts'
import { nextTime } from '../../checks/schedule/next-times.ts'
import { isScheduleFault, parseSchedule } from '../../checks/schedule.ts'
import type { CheckTask } from '../../checks/task.ts'
import type { Clock, NewId } from '../../system.ts'

interface AlarmScheduleDeps {
  readonly alarms: Alarms
  readonly clock: Clock
  readonly newId: NewId
  /** Takes a run that is due. */
  readonly start: (task: CheckTask) => void
}

/**
 * The schedules of one process, in memory: each start puts them again. After a sleep, a machine makes one run, not all the missed
 * ones.
 */
export const createAlarmSchedules = ({ alarms, clock, newId, start }: AlarmScheduleDeps): Schedules => {
  const armed = new Map<string, () => void>()

  const arm = (plan: SchedulePlan, due: Date): void => {
    const { team, name, id: checkId } = plan.check
    const cancel = alarms.at(due, () => {
      const next = timeAfter(plan, timePassed(clock(), due))
      if (next) arm(plan, next)
      else armed.delete(checkId)
      start({ do: 'run', team, name, checkId, runId: newId(), scheduledFor: due.toISOString() })
    })
    armed.set(checkId, cancel)
  }

  return {
    put: async plan => {
      armed.get(plan.check.id)?.()
      arm(plan, plan.firstAt)
    },
    remove: async checkId => {
      armed.get(checkId)?.()
      armed.delete(checkId)
    },
    list: async () => ({ working: new Set(armed.keys()), broken: new Set() }),
  }
}

/** How much too early a timer may be. It must not wake twice for one time. */
const EARLY_MS = 60_000

/** From when on the next time counts. A clock that is far behind the time that was due has been set back meanwhile. */
const timePassed = (now: Date, due: Date): Date => (due > now && due.getTime() - now.getTime() < EARLY_MS ? due : now)

const timeAfter = ({ expression, timeZone, anchor }: SchedulePlan, after: Date): Date | undefined => {
  const schedule = parseSchedule({ expression, timeZone })
  return isScheduleFault(schedule) ? undefined : nextTime(schedule, after, anchor)
}
