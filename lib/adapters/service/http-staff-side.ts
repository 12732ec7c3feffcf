import { types } from 'node:util'
import * as z from 'zod/mini'
import { DEPOT_STAGES } from '../../depot/job-position.ts'
import { STAFF_VERBS } from '../../depot/staff-actions.ts'
import type { StaffOrder } from '../../depot/staff-requests.ts'
import { DepotFailure, type DepotFailureKind } from '../../desk/depot-failure.ts'
import type { DepotDevice, DepotReport, StaffSide } from '../../desk/ports.ts'
import { jsonOf } from '../../json.ts'
import { DepotEventItem } from '../items/depot-items.ts'
import { readAtMost } from './read-at-most.ts'

export interface HttpStaffSideOptions {
  /** The address of the depot's Query API. */
  readonly depot: URL
  /** Gives the staff's secret. Called for each request, so that the secret can be rotated. */
  readonly secret: () => Promise<string>
  readonly timeoutMs: number
}

/** A page of 1,000 devices has about 1 MB. */
const MOST_BYTES = 8 * 1024 * 1024

const text = z.string()
const Code = z.object({ code: text, message: text })

const device = {
  jobId: text,
  jobType: text,
  kind: z.exactOptional(text),
  deviceId: z.exactOptional(text),
  owner: text,
  createdAt: text,
  expiresAt: text,
  receivedAt: z.exactOptional(text),
  stage: z.enum(DEPOT_STAGES),
  allowed: z.array(z.enum(STAFF_VERBS)),
  location: Code,
  progress: Code,
  proof: z.enum(['SIGNATURE', 'barcode']),
  events: z.array(DepotEventItem),
  version: z.int(),
} satisfies Record<keyof DepotDevice, unknown>

const DeviceAnswer: z.ZodMiniType<DepotDevice> = z.object(device)
const ReportAnswer: z.ZodMiniType<DepotReport> = z.object({ ...device, manifest: text })
const QueueAnswer = z.object({
  jobs: z.array(DeviceAnswer),
  after: z.exactOptional(z.object({ since: text, jobId: text })),
})
const ProblemAnswer = z.object({
  code: text,
  detail: text,
  stage: z.optional(text),
  allowed: z.optional(z.array(text)),
})

/** The staff's side of a depot, over HTTP. */
export const createHttpStaffSide = (options: HttpStaffSideOptions): StaffSide => ({
  queue: ({ stage, limit, after }) => {
    const query = new URLSearchParams({ limit: String(limit), ...(stage && { stage }), ...after })
    return ask(options, `jobs?${query}`, QueueAnswer)
  },
  job: async jobId => ask(options, `jobs/${inPath(jobId)}`, ReportAnswer),
  step: async (jobId, { verb, ...body }: StaffOrder, version) =>
    ask(options, `jobs/${inPath(jobId)}/${verb}`, ReportAnswer, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', ...(version !== undefined && { 'If-Match': `"${version}"` }) },
    }),
})

/** One or two dots lead to another place in an address, also where they are encoded; they are no job's ID. */
const inPath = (jobId: string): string => {
  if (!/^\.{1,2}$/.test(jobId)) return encodeURIComponent(jobId)
  throw new DepotFailure('no-such-job', `No job is called ${JSON.stringify(jobId)}.`)
}

const ask = async <T>(
  { depot, secret, timeoutMs }: HttpStaffSideOptions,
  path: string,
  form: z.ZodMiniType<T>,
  order: { readonly method?: string; readonly body?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<T> => {
  const headers = { ...order.headers, Authorization: `Bearer ${await secret()}` }
  const { status, body } = await exchange(new URL(`staff/${path}`, depot), { ...order, headers }, timeoutMs)
  const answer = jsonOf(body)
  if (status !== 200) throw failureOf(answer)
  const parsed = z.safeParse(form, answer)
  if (parsed.success) return parsed.data
  throw unreadable(parsed.error)
}

const exchange = async (url: URL, order: RequestInit, timeoutMs: number) => {
  try {
    const answer = await fetch(url, { ...order, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    const bytes = answer.body ? await readAtMost(answer.body, MOST_BYTES) : new Uint8Array()
    if (!bytes) throw unreadable()
    return { status: answer.status, body: new TextDecoder().decode(bytes) }
  } catch (cause) {
    if (cause instanceof DepotFailure) throw cause
    if (types.isNativeError(cause) && cause.name === 'TimeoutError') {
      throw new DepotFailure('timeout', `The depot did not answer in time. ${LOOK_FIRST}`, { cause })
    }
    throw new DepotFailure('unreachable', `The depot cannot be reached, or broke off. ${LOOK_FIRST}`, { cause })
  }
}

const LOOK_FIRST = 'Look at the job before you send a step again.'

const unreadable = (cause?: unknown) =>
  new DepotFailure('unreadable', "The depot's answer could not be read.", { cause })

/** The names of the depot's own errors. */
const KINDS: Readonly<Record<string, DepotFailureKind>> = {
  JOB_NOT_FOUND: 'no-such-job',
  TRANSITION_NOT_ALLOWED: 'not-allowed',
  JOB_CHANGED: 'changed',
  JOB_BUSY: 'busy',
  STORE_UNAVAILABLE: 'unreachable',
  NOT_AUTHENTICATED: 'credentials',
}

const failureOf = (answer: unknown): DepotFailure => {
  const { data, error } = z.safeParse(ProblemAnswer, answer)
  if (!data) return unreadable(error)
  const { code, detail, ...more } = data
  const kind = KINDS[code] ?? 'unreadable'
  if (kind !== 'credentials') return new DepotFailure(kind, detail, more)
  return new DepotFailure(kind, "The depot refused the staff's secret that Waybill has. An operator must mend it.")
}
