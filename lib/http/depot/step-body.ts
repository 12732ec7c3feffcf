import * as z from 'zod/mini'
import { BODIES, type StaffOrder } from '../../depot/staff-requests.ts'
import { jsonBody } from '../kit/bodies.ts'
import type { HttpRequest } from '../kit/exchange.ts'

/** The body may contain a log. The depot has the same limit. */
const MAX_STEP_BYTES = 1024 * 1024

export const DepotStepJson = z.discriminatedUnion('step', [
  z.extend(BODIES.receive, { step: z.literal('receive') }),
  z.extend(BODIES.load, { step: z.literal('load') }),
  z.extend(BODIES.finish, { step: z.literal('finish') }),
  z.extend(BODIES.abort, { step: z.literal('abort') }),
  z.extend(BODIES.return, { step: z.literal('return') }),
])

/**
 * A JSON body of `POST /v1/depot/jobs/{jobId}/steps`.
 *
 * @throws RequestError BODY_EMPTY, BODY_TOO_LARGE, JSON_MALFORMED, FIELD_INVALID, MEDIA_TYPE_UNSUPPORTED
 */
export const stepBody = (request: HttpRequest): StaffOrder => {
  const { step, ...particulars } = jsonBody(request, DepotStepJson, { limit: MAX_STEP_BYTES })
  // The schema of the step has checked these members.
  return { verb: step, ...particulars } as StaffOrder
}
