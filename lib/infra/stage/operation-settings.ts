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
  /** How many may run at once; 0 turns the function off. */
  concurrency: z.optional(concurrency),
  /** How many are ready before anybody calls. They are paid for by the hour. */
  provisioned: z.optional(from(1, 100_000, 'calls at once')),
})

export const OPERATION_SETTINGS = {
  /** What is watched: all that the runbook has a paragraph for, with a dashboard; or what must not be missed, at least cost. */
  watching: z._default(oneOf(['full', 'lean']), 'full'),
  /** Who gets alarms by e-mail. Default: no address; the alarms stay visible in CloudWatch */
  alarmEmail: z.optional(email),
  /** Who gets notices of checks by e-mail; each address must confirm. A subscription with a filter can be made by hand too. */
  checkNoticeEmails: list(email, 'must be a list of addresses'),
  /** Dollars a month for what carries the stage's tag; the alarms' topic gets a message at 80 % and at 100 %. Default: no budget */
  budget: z.optional(from(1, 1_000_000, 'dollars')),
  /** Tags of everything in the stacks, for example `owner` and `cost-centre`. */
  tags: z._default(
    z.record(
      text('must be the name of a tag: letters, digits and _.:/=+-@, at most 128', /^(?!aws:)[\w.:/=+\-@ ]{1,128}$/),
      text('must be the text of a tag: letters, digits and _.:/=+-@, at most 256', /^[\w.:/=+\-@ ]{1,256}$/),
    ),
    {},
  ),
  /** Where a function is to have other than what `lib/infra/functions/functions.ts` says. */
  functions: z._default(z.partialRecord(functionName, FunctionSettings), {}),
  /** Whether each function may take only so much of the account's concurrency. Off for accounts that have little of it */
  reserveConcurrency: flag(true),
  /** New versions take a tenth of the requests for five minutes, and go back where an alarm goes off. */
  canary: flag(false),
  /** Whether the stack sets the account's role for API Gateway's logs. Off where something else of the account sets it */
  gatewayAccountRole: flag(true),
  /** A smoke test before a new version gets a request, and again and again. Default: none */
  smoke: z.optional(
    group({
      /** The team that it acts for; its first key stands in the manifests. */
      team: text('must be the name of a team', /\S/),
      /** A bucket that the service can reach. */
      bucket: bucketName,
      /** Every so many minutes; 0: only before a new version. */
      everyMinutes: z._default(from(0, 1440, 'minutes'), 15),
      /** Whether jobs are made, and cancelled again. For a depot only: at AWS they are real ones. */
      submit: flag(false),
    }),
  ),
}
