import { writeFileSync } from 'node:fs'
import { docOf } from '../../lib/http/openapi/openapi.ts'
import { ROUTES, type RouteName } from '../../lib/http/routes.ts'
import type { CloudEvent } from '../../lib/subscriptions/cloud-event.ts'
import { API_STEPS, type ApiStep } from './api-steps.ts'
import { type ApiWorld, apiWorld } from './api-world.ts'
import { everyEvent } from './every-event.ts'

/*
 * The examples of the API's document: what the functions themselves answer, one step after the other. `npm run docs` writes
 * them to lib/http/openapi/examples.json, and a test compares the file with what they answer now.
 */

/** Media types, and in each the examples by their names. */
type Examples = Record<string, Record<string, unknown>>

interface OperationExamples {
  /** What parameters were, by their names. */
  parameters?: Record<string, string | readonly string[]>
  request?: Examples
  answers?: Record<string, Examples>
}

export interface ApiExamples {
  readonly operations: Readonly<Record<string, OperationExamples>>
  readonly webhooks: Readonly<Record<string, unknown>>
}

const A_MINUTE = 60
const A_DAY = 24 * 60 * A_MINUTE

/** What cannot be shown in a document. */
const isShown = (mediaType: string) => /json|text\/(?:plain|csv|xml)|x-pem-file|x-www-form-urlencoded/.test(mediaType)

export const apiExamples = async (): Promise<ApiExamples> => {
  const world = await apiWorld()
  const operations: Record<string, OperationExamples> = {}
  const answered = new Map<string, Readonly<Record<string, never>>>()
  for (const makeStep of API_STEPS) {
    const step = makeStep(world, as => answered.get(as) ?? {})
    if (step.route.startsWith('GET /v1/audit/')) await endDay(world)
    world.pass(A_MINUTE)
    const answer = await world.ask(step.route, step.request)
    if (answer.status >= 400) throw new Error(`${step.route} (${step.as}): ${answer.status} ${answer.text}`)
    answered.set(step.as, answer.body)
    const { id } = operationOf(step.route)
    operations[id] ??= {}
    record(operations[id], step, {
      status: answer.status,
      type: String(answer.headers['Content-Type'] ?? '').split(';')[0] ?? '',
      body: answer.body ?? answer.text,
    })
  }
  await world.stop()
  return { operations: sorted(operations), webhooks: await webhookExamples(answered.get('waiting')?.event) }
}

const operationOf = (name: RouteName) => {
  const route = ROUTES.find(({ method, path }) => `${method} ${path}` === name)
  if (!route) throw new Error(`There is no route ${name}.`)
  return docOf(route)
}

const endDay = async (world: ApiWorld) => {
  world.pass(A_DAY)
  await world.signDays()
}

const record = (
  examples: OperationExamples,
  { as, request = {} }: ApiStep,
  answer: { readonly status: number; readonly type: string; readonly body: unknown },
): void => {
  const { params = {}, query = {}, headers = {}, body } = request
  examples.parameters = { ...query, ...headers, ...params, ...examples.parameters }
  for (const name of ['Content-Type', 'Host']) delete examples.parameters[name]
  if (typeof body === 'string') {
    const type = headers['Content-Type'] ?? ''
    examples.request ??= {}
    put(examples.request, { type, as, value: meaningOf(type, body) })
  }
  if (!isShown(answer.type)) return
  const ofStatus = examples.answers?.[answer.status] ?? {}
  examples.answers = { ...examples.answers, [answer.status]: ofStatus }
  put(ofStatus, { type: answer.type, as, value: answer.body })
}

/** What a form's text stands for. */
const meaningOf = (type: string, body: string): unknown => {
  if (type === 'application/json') return JSON.parse(body)
  return type === 'application/x-www-form-urlencoded' ? Object.fromEntries(new URLSearchParams(body)) : body
}

const put = (examples: Examples, { type, as, value }: { type: string; as: string; value: unknown }): void => {
  examples[type] = { ...examples[type], [as.replaceAll(' ', '-')]: value }
}

const sorted = <T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)))

/** The first event of each type, and the one that only tests. */
const webhookExamples = async (test: CloudEvent | undefined) => {
  const events = [...(await everyEvent()), ...(test ? [test] : [])]
  return sorted(Object.fromEntries(events.toReversed().map(event => [event.type, event])))
}

if (import.meta.main) {
  const file = new URL('../../lib/http/openapi/examples.json', import.meta.url)
  writeFileSync(file, `${JSON.stringify(await apiExamples(), undefined, 1)}\n`)
}
