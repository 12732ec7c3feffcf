import { jsonOf } from '../json.ts'
import type { SmokeAnswer } from './ask.ts'

/** A promise to callers does not hold. */
class SmokeFailure extends Error {
  override readonly name = 'SmokeFailure'
}

/** @throws SmokeFailure with `otherwise`, unless it holds */
export const expectThat = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new SmokeFailure(otherwise)
}

/** The members of answers that the smoke test reads. All may be missing, since it checks them. */
export interface Answered {
  readonly [name: string]: unknown
}

/** The JSON object of an answer with this status. @throws SmokeFailure */
export const expectJson = (answer: SmokeAnswer, status: number): Answered => {
  expectStatus(answer, status)
  const json = answered(answer)
  if (json === undefined) throw new SmokeFailure(`the answer is not JSON: ${start(answer)}`)
  return json
}

/** @throws SmokeFailure that names status, code and request ID */
export const expectStatus = (answer: SmokeAnswer, status: number): void =>
  expectThat(answer.status === status, `expected ${status}, got ${described(answer)}`)

/** The problem in an answer, with every member that is promised to callers (RFC 9457). @throws SmokeFailure */
export const expectProblem = (answer: SmokeAnswer, status: number, code: string): Answered => {
  expectStatus(answer, status)
  const type = answer.headers['content-type'] ?? ''
  expectThat(type.startsWith('application/problem+json'), `the problem is sent as ${type || 'nothing'}`)
  const problem = expectJson(answer, status)
  expectThat(problem.code === code, `expected the code ${code}, got ${String(problem.code)}`)
  for (const member of ['type', 'title', 'detail', 'requestId']) {
    expectThat(typeof problem[member] === 'string', `the problem has no "${member}"`)
  }
  expectThat(typeof problem.retryable === 'boolean', '"retryable" is missing in the problem')
  return problem
}

export const textOf = ({ body }: SmokeAnswer): string => new TextDecoder().decode(body)

const described = (answer: SmokeAnswer) => {
  const { code, detail, requestId } = answered(answer) ?? {}
  const id = requestId ?? answer.headers['x-request-id'] ?? answer.headers['x-amzn-requestid']
  const said = typeof code === 'string' ? `${code}: ${String(detail)}` : start(answer)
  return `${answer.status} ${said}${id === undefined ? '' : ` (request ${String(id)})`}`
}

const answered = (answer: SmokeAnswer): Answered | undefined => {
  const value = jsonOf(textOf(answer))
  return typeof value === 'object' && value !== null ? { ...value } : undefined
}

const MOST_SHOWN = 200

const start = (answer: SmokeAnswer) => JSON.stringify(textOf(answer).slice(0, MOST_SHOWN))
