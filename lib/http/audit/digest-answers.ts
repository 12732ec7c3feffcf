import { digestName, PUBLIC_KEY_NAME } from '../../audit/digest-archive.ts'
import type { EventDeps } from '../../audit/record-event.ts'
import { attempt } from '../../jobs/attempt.ts'
import { JobError } from '../../jobs/errors.ts'
import type { Archive } from '../../jobs/ports.ts'
import { mayOperate } from '../../teams/caller.ts'
import { askingOf, queryDetail } from '../kit/asking.ts'
import type { HttpAnswer } from '../kit/exchange.ts'
import type { CallerRequest } from '../kit/handler.ts'
import { RequestError } from '../kit/request-error.ts'

type DigestDeps = EventDeps & { readonly archive: Pick<Archive, 'get'> }

const DAY = /^\d{4}-\d\d-\d\d$/

/** `GET /v1/audit/digests/{day}`, for auditors and operators: a digest names the streams of every team, without their events. */
export const digestAnswer = async (deps: DigestDeps, request: CallerRequest): Promise<HttpAnswer> => {
  const { caller, params } = request
  if (caller.role !== 'auditor' && !mayOperate(caller))
    throw new RequestError('NOT_ALLOWED', 'A digest covers every team; ask an auditor or an operator for it.')
  const { day = '' } = params
  const read = () => fileOf(deps, DAY.test(day) ? digestName(day) : undefined, `a signed digest of ${day.slice(0, 20)}`)
  const body = await attempt(deps, askingOf(request), 'read-digests', read, () => queryDetail(request))
  return { status: 200, body, contentType: 'application/json' }
}

/** `GET /v1/audit/public-key`. */
export const publicKeyAnswer = async (deps: DigestDeps): Promise<HttpAnswer> => {
  const body = await fileOf(deps, PUBLIC_KEY_NAME, 'a public key, since no day of history has been signed')
  return { status: 200, body, contentType: 'application/x-pem-file' }
}

const fileOf = async ({ archive }: DigestDeps, name: string | undefined, what: string): Promise<Uint8Array> => {
  const bytes = name === undefined ? undefined : await archive.get(name)
  if (bytes) return bytes
  throw new JobError('DIGEST_NOT_FOUND', `There is not yet ${what}. A day is signed within hours of its end.`)
}
