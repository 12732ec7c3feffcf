import * as z from 'zod/mini'
import { type AnyFunctionName, FUNCTIONS, SMOKE_FUNCTIONS } from '../functions/functions.ts'
import { bucketName, email, flag, from, group, list, oneOf, text } from './setting-kinds.ts'

/* How a stage is watched, released and paid for. */

/** Lambda's own limits (Lambda quotas). */
const memoryMb = from(128, 10_240, 'MB')
const concurrency = from(0, 100_000, 'calls at once')

const NAMES = [...Object.keys(FUNCTIONS), ...Object.keys(SMOKE_FUNCTIONS), 'depot'] as readonly AnyFunctionName[]

const functionName = z.enum(NAMES, { error: `must be one of the functions: ${NAMES.join(', ')}` })

const FunctionSettings = group({
  memoryMb: z.optional(memoryMb),
  /** How many may run at a time; 0 turns the function off. */
  concurrency: z.optional(concurrency),
  /** How many are started in advance. They are paid by the hour. */
  provisioned: z.optional(from(1, 100_000, 'calls at once')),
})

export const OPERATION_SETTINGS = {
  /** `full`: every alarm of the runbook and a dashboard. `lean`: only the most important alarms, at the lowest cost. */
  watching: z._default(oneOf(['full', 'lean']), 'full'),
  /** Who gets alarms by e-mail. Default: no address; the alarms stay visible in CloudWatch */
  alarmEmail: z.optional(email),
  /** Who gets notices of checks by e-mail; each address must confirm. A subscription with a filter can be made by hand too. */
  checkNoticeEmails: list(email, 'must be a list of addresses'),
  /** Dollars a month for everything with the stage's tag. The alarms' topic gets a message at 80 % and at 100 %. Default: no budget */
  budget: z.optional(from(1, 1_000_000, 'dollars')),
  /** Tags of everything in the stacks, for example `owner` and `cost-centre`. */
  tags: z._default(
    z.record(
      text('must be the name of a tag: letters, digits and _.:/=+-@, at most 128', /^(?!aws:)[\w.:/=+\-@ ]{1,128}$/),
      text('must be the text of a tag: letters, digits and _.:/=+-@, at most 256', /^[\w.:/=+\-@ ]{1,256}$/),
    ),
    {},
  ),
  /** Properties of functions that differ from `lib/infra/functions/functions.ts`. */
  functions: z._default(z.partialRecord(functionName, FunctionSettings), {}),
  /** Whether each function reserves a part of the account's concurrency. Turn it off in accounts with little of it */
  reserveConcurrency: flag(true),
  /** New versions first get a tenth of the requests for five minutes, and are rolled back if an alarm goes off. */
  canary: flag(false),
  /** Whether the stack sets the account's role for API Gateway's logs. Turn it off if something else in the account sets it */
  gatewayAccountRole: flag(true),
  /** A smoke test before a new version gets requests, and on a schedule. Default: none */
  smoke: z.optional(
    group({
      /** The team that it acts for. Its manifests name the team's first key. */
      team: text('must be the name of a team', /\S/),
      /** A bucket that the service can reach. */
      bucket: bucketName,
      /** The time between runs, in minutes; 0: only before a new version. */
      everyMinutes: z._default(from(0, 1440, 'minutes'), 15),
      /** Whether it makes jobs, and cancels them again. Only for a depot: at AWS they would be real. */
      submit: flag(false),
    }),
  ),
}
