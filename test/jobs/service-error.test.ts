import { describe, expect, it } from '@jest/globals'
import { JobError } from '../../lib/jobs/errors.ts'
import { serviceError } from '../../lib/jobs/service-error.ts'
import { ServiceFailure, type ServiceFailureKind } from '../../lib/jobs/service-failure.ts'

const NOW = new Date('2026-11-21T23:00:00.000Z')

const errorOf = (kind: ServiceFailureKind, code?: string, settledFrom?: string) => {
  const failure = new ServiceFailure(kind, 'failed', code === undefined ? {} : { fault: { code, message: 'why' } })
  const error = serviceError(failure, NOW, settledFrom)
  if (!(error instanceof JobError)) throw new Error('expected an error that a caller can act on')
  return { code: error.code, retryAfterSeconds: error.details.retryAfterSeconds, error }
}

describe('a failure of the service', () => {
  it.each([
    ['not-sent', undefined, 'SERVICE_UNREACHABLE', 1],
    ['timeout', undefined, 'SERVICE_TIMEOUT', 1],
    ['unreadable', undefined, 'SERVICE_ANSWER_UNREADABLE', 1],
    ['refused', undefined, 'SERVICE_REFUSED', undefined],
    ['refused', 'NoSuchBucketException', 'SERVICE_REFUSED', undefined],
    ['refused', 'SignatureDoesNotMatch', 'SERVICE_CREDENTIALS_REFUSED', undefined],
    ['refused', 'InvalidClientTokenId', 'SERVICE_CREDENTIALS_REFUSED', undefined],
    ['refused', 'RequestExpired', 'SERVICE_CREDENTIALS_REFUSED', undefined],
    ['refused', 'Throttling', 'SERVICE_QUOTA_EXCEEDED', 1],
    ['refused', 'ThrottlingException', 'SERVICE_QUOTA_EXCEEDED', 1],
    ['refused', 'RequestLimitExceeded', 'SERVICE_QUOTA_EXCEEDED', 1],
    ['refused', 'CreateJobQuotaExceededException', 'SERVICE_QUOTA_EXCEEDED', 3600],
  ] as const)('%s with %s is %s, to be sent again after %s seconds', (kind, fault, code, retryAfterSeconds) => {
    expect(errorOf(kind, fault)).toMatchObject({ code, retryAfterSeconds })
  })

  it('that is unclear can be resolved when the submission ends, rounded up, and never in the past', () => {
    expect(errorOf('timeout', undefined, '2026-11-21T23:00:29.100Z').retryAfterSeconds).toBe(30)
    expect(errorOf('unreadable', undefined, '2026-11-21T22:00:00.000Z').retryAfterSeconds).toBe(1)
  })

  it('has the service to blame, and its fault where it named one', () => {
    const { error } = errorOf('refused', 'NoSuchBucketException')

    expect(error.cause).toBeInstanceOf(ServiceFailure)
    expect(error.details.fault).toEqual({ code: 'NoSuchBucketException', message: 'why' })
    expect(error.message).toContain('why')
    expect(errorOf('timeout').error.details).not.toHaveProperty('fault')
  })

  it('is distinguished from a bug, which stays what it is', () => {
    const bug = new TypeError('a bug')

    expect(serviceError(bug, NOW)).toBe(bug)
  })
})
