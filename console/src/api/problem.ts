import { routeOf } from './answer-route.ts'
import { isProblem, malformedAt, type Problem } from './answer-shape.ts'

export { isProblem, type Problem } from './answer-shape.ts'

/** The API has answered with a problem (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly problem: Problem
  /** From `Retry-After`. */
  readonly retryAfterSeconds: number | undefined

  constructor(problem: Problem, retryAfterSeconds: number | undefined) {
    super(problem.detail)
    this.problem = problem
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** No answer came: the network, the server or the way between them is down. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/** Something answered, but not Waybill: a proxy, a login page. */
export class ForeignAnswer extends Error {
  override readonly name: string = 'ForeignAnswer'
  readonly status: number

  constructor(status: number) {
    super(`HTTP ${status}`)
    this.status = status
  }
}

/**
 * An answer does not have the form that its route gives: it comes from something else, or from a Waybill of another version. A
 * change may be done all the same.
 */
export class MalformedAnswer extends ForeignAnswer {
  override readonly name = 'MalformedAnswer'
  readonly route: string
  /** Such as `jobs.0.device`; `''`: the whole of it. */
  readonly at: string

  constructor(status: number, route: string, at: string) {
    super(status)
    this.route = route
    this.at = at
  }
}

const secondsOf = (response: Response): number | undefined => {
  const value = Number(response.headers.get('Retry-After') ?? Number.NaN)
  return Number.isFinite(value) ? value : undefined
}

const NO_CONTENT = 204

interface Answer<T> {
  readonly data?: T
  readonly error?: unknown
  readonly response: Response
}

/** Waits for an answer, without the errors of the network and of `fetch` being anything but `NoAnswer`. */
export const reached = async <T>(asked: Promise<T>): Promise<T> => {
  try {
    return await asked
  } catch (error) {
    // Waybill's own answers are JSON; a sign-in page of a network is not, whatever its status.
    if (error instanceof SyntaxError) throw new ForeignAnswer(200)
    throw error instanceof TypeError ? new NoAnswer(error.message, { cause: error }) : error
  }
}

/**
 * What was asked for. Every answer of the API is read here and nowhere else, so no screen gets one of another form.
 *
 * @throws ApiProblem, NoAnswer, ForeignAnswer
 */
export const answered = async <T>(asked: Promise<Answer<T>>): Promise<T> => (await wholeAnswer(asked)).data

/** The same with its headers. */
export const wholeAnswer = async <T>(asked: Promise<Answer<T>>): Promise<{ data: T; response: Response }> => {
  const { data, error, response } = await reached(asked)
  if (response.ok) {
    const route = routeOf(response) ?? ''
    const at = malformedAt(route, data)
    if (at !== undefined) throw new MalformedAnswer(response.status, route, at)
    // An answer without a body has no data by its type either, and says so by its status.
    if (response.status !== NO_CONTENT && (data === undefined || data === null))
      throw new ForeignAnswer(response.status)
    return { data: data as T, response }
  }
  throw isProblem(error) ? new ApiProblem(error, secondsOf(response)) : new ForeignAnswer(response.status)
}
