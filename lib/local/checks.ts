import { createAlarmSchedules } from '../adapters/events/alarm-schedules.ts'
import { createFileNotifier } from '../adapters/events/file-notifier.ts'
import { createProcessQueue } from '../adapters/events/process-queue.ts'
import { createKeySealer } from '../adapters/secrets/key-sealer.ts'
import { randomBytes, wait } from '../adapters/system/system.ts'
import { createHttpsWebhooks } from '../adapters/webhooks/https-webhooks.ts'
import type { CheckTaskDeps } from '../checks/check-deps.ts'
import type { Alarms } from '../checks/ports.ts'
import { performTask } from '../checks/run/perform-task.ts'
import { maintainChecks } from '../checks/schedule/maintain-checks.ts'
import { startMissed } from '../checks/schedule/start-missed.ts'
import type { StaticCheck } from '../checks/static-check.ts'
import type { JobDeps } from '../jobs/job-deps.ts'
import type { DataDir } from './data-dir.ts'

/** How often the checks are maintained. */
const TEND_MS = 5 * 60_000

interface LocalCheckDeps {
  readonly base: JobDeps
  readonly stores: Pick<CheckTaskDeps, 'checks' | 'runs'>
  readonly data: DataDir
  readonly alarms: Alarms
  /** The checks that come with the settings. */
  readonly staticChecks: readonly StaticCheck[]
}

export interface LocalChecks {
  readonly deps: CheckTaskDeps
  /** Schedules all checks, starts those that were missed, and maintains them from now on. */
  start(): Promise<void>
  /** Starts no more runs and waits for those under way. */
  stop(): Promise<void>
}

/** Scheduled checks in this process: croner for the scheduler, a queue in memory, notices in a file and in the log. */
export const createLocalChecks = async (local: LocalCheckDeps): Promise<LocalChecks> => {
  const { base, stores, data, alarms, staticChecks } = local
  const { clock, newId, log } = base
  const queue = await createProcessQueue({
    perform: task => performTask(deps, task),
    alarms,
    clock,
    log,
    deadLetters: data.deadLettersFile,
    spool: data.spool,
    newId,
  })
  const deps: CheckTaskDeps = {
    ...base,
    ...stores,
    schedules: createAlarmSchedules({ alarms, clock, newId, start: task => void queue.add(task) }),
    sealer: createKeySealer(data.checksKey, randomBytes),
    notifier: createFileNotifier(data.noticesFile, log),
    queue,
    webhooks: createHttpsWebhooks(),
    wait,
    staticChecks,
  }

  let cancelNext = () => {}
  const maintainLater = () => {
    cancelNext = alarms.at(new Date(clock().getTime() + TEND_MS), () => {
      void queue.add({ do: 'maintain' })
      maintainLater()
    })
  }
  return {
    deps,
    start: async () => {
      await startMissed(deps)
      await maintainChecks(deps)
      maintainLater()
    },
    stop: async () => {
      cancelNext()
      const { working } = await deps.schedules.list()
      for (const id of working) await deps.schedules.remove(id)
      await queue.stop()
    },
  }
}
