import { createKeySealer } from '../../lib/adapters/secrets/key-sealer.ts'
import type { CheckTaskDeps } from '../../lib/checks/check-deps.ts'
import type { Digest, Notice } from '../../lib/checks/notice.ts'
import type { SchedulePlan, Schedules } from '../../lib/checks/ports.ts'
import type { StaticCheck } from '../../lib/checks/static-check.ts'
import type { CheckTask } from '../../lib/checks/task.ts'
import type { Clock } from '../../lib/system.ts'
import type { WebhookMessage } from '../../lib/webhooks/ports.ts'
import { submissionWorld } from './submission-world.ts'
import type { WorldStores } from './world-stores.ts'

/** A scheduler in memory that can be told to fail, and tampered with. */
const createMemorySchedules = () => {
  const plans = new Map<string, SchedulePlan>()
  const broken = new Set<string>()
  const schedules: Schedules & { fails: boolean; plans: typeof plans; broken: typeof broken } = {
    fails: false,
    plans,
    broken,
    put: async plan => {
      if (schedules.fails) throw new Error('the scheduler is down')
      plans.set(plan.check.id, plan)
      broken.delete(plan.check.id)
    },
    remove: async checkId => {
      if (schedules.fails) throw new Error('the scheduler is down')
      plans.delete(checkId)
      broken.delete(checkId)
    },
    list: async () => ({
      working: new Set([...plans.keys()].filter(id => !broken.has(id))),
      broken: new Set(broken),
    }),
  }
  return schedules
}

/** Everything that scheduled checks need, with a clock and a service that a test moves by hand. */
export const checkWorld = (openStores?: (clock: Clock) => WorldStores) => {
  const world = submissionWorld(openStores)
  const schedules = createMemorySchedules()
  const told: (Notice & { readonly email: boolean })[] = []
  const digests: Digest[] = []
  const tasks: CheckTask[] = []
  const posted: WebhookMessage[] = []
  const pauses: number[] = []
  const notifier = {
    fails: false,
    notify: async (notice: Notice, { email }: { readonly email: boolean }) => {
      if (notifier.fails) throw new Error('no notice can be sent')
      told.push({ ...notice, email })
    },
    digest: async (digest: Digest) => {
      if (notifier.fails) throw new Error('no notice can be sent')
      digests.push(digest)
    },
  }
  const staticChecks: StaticCheck[] = []
  const deps: CheckTaskDeps & typeof world.deps = {
    ...world.deps,
    checks: world.checks,
    runs: world.runs,
    schedules,
    sealer: createKeySealer(Buffer.alloc(32, 7), length => Buffer.alloc(length, 9)),
    notifier,
    queue: { add: async task => void tasks.push(task) },
    webhooks: { post: async message => void posted.push(message) },
    staticChecks,
    wait: async ms => {
      pauses.push(ms)
      world.pass(ms / 1000)
    },
  }
  return { ...world, deps, staticChecks, schedules, notifier, told, digests, tasks, posted, pauses }
}

export type CheckWorld = ReturnType<typeof checkWorld>
