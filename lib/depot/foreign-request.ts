import { faultAnswer } from '../query-api/endpoint.ts'
import { fault } from '../query-api/faults.ts'
import { ARTIFACTS_PATH, STAFF_PATH } from './artifact-links.ts'
import type { DepotAnswer } from './depot-deps.ts'
import { staffProblem } from './staff.ts'

/** The answer to a request that comes from somewhere it may not, in the form that its path speaks. */
export const foreignAnswer = (
  path: string,
  detail: string,
  { requestId, at }: { readonly requestId: string; readonly at: Date },
): DepotAnswer => {
  if (path.startsWith(STAFF_PATH)) return staffProblem({ status: 403, code: 'REQUEST_FOREIGN', detail }, requestId)
  if (path.startsWith(ARTIFACTS_PATH)) {
    return { status: 403, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: `${detail}\n` }
  }
  return faultAnswer(fault('AccessDenied', detail), at, requestId)
}
