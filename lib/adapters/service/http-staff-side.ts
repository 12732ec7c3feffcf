import { types } from 'node:util'
import * as z from 'zod/mini'
import { DEPOT_STAGES } from '../../depot/job-position.ts'
import { STAFF_VERBS } from '../../depot/staff-actions.ts'
import type { StaffOrder } from '../../depot/staff-requests.ts'
import type { DepotDevice, DepotReport, StaffSide } from '../../desk/ports.ts'
import { JobError, type JobErrorCode } from '../../jobs/errors.ts'
import { jsonOf } from '../../json.ts'
import { DepotEventItem } from '../items/depot-items.ts'
import { readAtMost } from './read-at-most.ts'

export interface HttpStaffSideOptions {
  /** Where the depot's Query API is. */
  readonly depot: URL
  /** The staff's secret; asked for each time, so that it can be another one tomorrow. */
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
  job: jobId => ask(options, `jobs/${encodeURIComponent(jobId)}`, ReportAnswer),
  step: (jobId, { verb, ...body }: StaffOrder, version) =>
    ask(options, `jobs/${encodeURIComponent(jobId)}/${verb}`, ReportAnswer, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', ...(version !== undefined && { 'If-Match': `"${version}"` }) },
    }),
})

const ask = async <T>(
  { depot, secret, timeoutMs }: HttpStaffSideOptions,
  path: string,
  form: z.ZodMiniType<T>,
  order: { readonly method?: string; readonly body?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<T> => {
  const headers = { ...order.headers, Authorization: `Bearer ${await secret()}` }
  const { status, body } = await exchange(new URL(`staff/${path}`, depot), { ...order, headers }, timeoutMs)
  const answer = jsonOf(body)
  if (status !== 200) throw errorOf(status, answer)
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
    if (cause instanceof JobError) throw cause
    if (types.isNativeError(cause) && cause.name === 'TimeoutError') {
      const detail = 'The depot did not answer in time. Look at the job before you send a step again.'
      throw new JobError('SERVICE_TIMEOUT', detail, { cause, retryAfterSeconds: 1 })
    }
    const detail = 'The depot cannot be reached, or broke off. Look at the job before you send a step again.'
    throw new JobError('SERVICE_UNREACHABLE', detail, { cause, retryAfterSeconds: 1 })
  }
}

const unreadable = (cause?: unknown) =>
  new JobError('SERVICE_ANSWER_UNREADABLE', "The depot's answer could not be read.", { cause })

/** What the depot calls its refusals, and what we call them. */
const CODES: Readonly<Record<string, JobErrorCode>> = {
  JOB_NOT_FOUND: 'JOB_NOT_FOUND',
  TRANSITION_NOT_ALLOWED: 'TRANSITION_NOT_ALLOWED',
  JOB_CHANGED: 'JOB_CHANGED',
  JOB_BUSY: 'CHANGE_IN_PROGRESS',
  STORE_UNAVAILABLE: 'SERVICE_UNREACHABLE',
}

const errorOf = (status: number, answer: unknown): JobError => {
  const parsed = z.safeParse(ProblemAnswer, answer)
  if (status === 401) {
    const detail = "The depot refused the staff's secret that Waybill has. An operator must mend it."
    return new JobError('SERVICE_CREDENTIALS_REFUSED', detail)
  }
  if (!parsed.success) return unreadable(parsed.error)
  const { code, detail, stage, allowed } = parsed.data
  const ours = CODES[code] ?? (status < 500 ? 'SERVICE_REFUSED' : 'SERVICE_ANSWER_UNREADABLE')
  return new JobError(ours, detail, {
    ...(stage !== undefined && { currentState: stage }),
    ...(allowed && { allowedActions: allowed }),
    ...(code === 'JOB_BUSY' && { retryAfterSeconds: 1 }),
  })
}
