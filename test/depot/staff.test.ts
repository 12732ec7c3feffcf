import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createDepot } from '../../lib/depot/depot.ts'
import type { DepotDeps } from '../../lib/depot/depot-deps.ts'
import { jobSignature } from '../../lib/depot/job-signature.ts'
import { ALLOWED } from '../../lib/depot/staff-actions.ts'
import { call, staff } from './ask-depot.ts'
import { collectLog, createTestClock, depotDeps, KEY } from './depot-fixture.ts'
import { createMemoryBucketFiles } from './memory-bucket-files.ts'
import { EBS_IMPORT, S3_EXPORT, S3_IMPORT } from './sample-manifests.ts'

const DAY = 24 * 60 * 60_000

const fresh = (changes: Partial<DepotDeps> = {}) => {
  const clock = createTestClock()
  const { files, objects } = createMemoryBucketFiles()
  return { clock, objects, deps: depotDeps({ clock: clock.now, files, ...changes }) }
}
const create = async (deps: DepotDeps, Manifest = S3_IMPORT, JobType = 'Import') => {
  const { result, fault } = await call(deps, 'CreateJob', { JobType, Manifest })
  if (fault) throw new Error(`${fault.Code}: ${fault.Message}`)
  return result
}
/** Brings a new job's device as far as a list of steps says. */
const createUpTo = async (deps: DepotDeps, ...steps: readonly (readonly [verb: string, body?: object])[]) => {
  const { JobId, SignatureFileContents: signature } = await create(deps)
  for (const [verb, body] of steps) {
    const { status, answer } = await staff(deps, `${JobId}/${verb}`, body ?? (verb === 'receive' ? { signature } : {}))
    if (status !== 200) throw new Error(`${answer.detail}`)
  }
  return JobId
}
const statusOf = async (deps: DepotDeps, JobId: string) => (await call(deps, 'GetStatus', { JobId })).result

const RETURN = ['return', { carrier: 'UPS', trackingNumber: '1Z999' }] as const

describe("a job's status, as the staff works on its device", () => {
  it('goes from the shelf to the way back', async () => {
    const { deps } = fresh()
    const { JobId, SignatureFileContents: signature } = await create(deps)

    await staff(deps, `${JobId}/receive`, { signature })
    expect(await statusOf(deps, JobId)).toMatchObject({
      LocationCode: 'AtAWS',
      LocationMessage: 'Your device is at AWS.',
      ProgressCode: 'Pending',
      ProgressMessage: 'The specified job has not started.',
    })

    await staff(deps, `${JobId}/load`)
    const loading = await statusOf(deps, JobId)
    expect(loading).toMatchObject({
      LocationCode: 'AtAWS',
      ProgressCode: 'InProgress',
      ProgressMessage: 'The data on your device is currently being loaded.',
      ErrorCount: '0',
    })
    expect(loading).not.toHaveProperty('LogKey')

    await staff(deps, `${JobId}/finish`)
    const finished = await statusOf(deps, JobId)
    expect(finished).toMatchObject({
      LocationCode: 'AtAWS',
      ProgressCode: 'Complete',
      ProgressMessage: `The data loaded successfully. The log was saved to import-log-${JobId} in the bucket mybucket.`,
      ErrorCount: '0',
      LogBucket: 'mybucket',
      LogKey: `import-log-${JobId}`,
    })
    expect(finished).not.toHaveProperty('Carrier')

    await staff(deps, `${JobId}/return`, RETURN[1])
    expect(await statusOf(deps, JobId)).toMatchObject({
      LocationCode: 'Returned',
      LocationMessage: 'Your device has been returned. The UPS tracking number is 1Z999.',
      ProgressCode: 'Complete',
      Carrier: 'UPS',
      TrackingNumber: '1Z999',
      LogKey: `import-log-${JobId}`,
    })
  })

  it('counts the errors of an export and names its log under the prefix', async () => {
    const { deps } = fresh()
    const manifest = `${S3_EXPORT}logPrefix:logs/\n`
    const { JobId, SignatureFileContents: signature } = await create(deps, manifest, 'Export')
    await staff(deps, `${JobId}/receive`, { signature })
    await staff(deps, `${JobId}/load`)
    await staff(deps, `${JobId}/finish`, { errors: 3 })

    expect(await statusOf(deps, JobId)).toMatchObject({
      ProgressCode: 'SuccessWithErrors',
      ProgressMessage: `The data load completed with 3 of errors. See logs/export-log-${JobId} in the bucket mylogs. for more details.`,
      ErrorCount: '3',
      LogBucket: 'mylogs',
      LogKey: `logs/export-log-${JobId}`,
    })
  })

  it('fills in what was written down as it is, even words that are slots themselves', async () => {
    const { deps } = fresh()
    const returned = ['return', { carrier: 'TRACKING_NUMBER $& {x}', trackingNumber: 'SHIPPER' }] as const
    const jobId = await createUpTo(deps, ['receive'], ['load'], ['finish'], returned)

    expect((await statusOf(deps, jobId)).LocationMessage).toBe(
      'Your device has been returned. The TRACKING_NUMBER $& {x} tracking number is SHIPPER.',
    )
  })

  it.each([
    [{}, 'MissingSignature', 'The job was aborted. The SIGNATURE file was missing.'],
    [{ signature: '' }, 'InvalidSignature', 'The job was aborted. The SIGNATURE file was invalid.'],
    [{ signature: 'version:2.0\n' }, 'InvalidSignature', 'The job was aborted. The SIGNATURE file was invalid.'],
  ])('is aborted where the device came with %j: %s', async (body, code, message) => {
    const { deps } = fresh()
    const jobId = await createUpTo(deps, ['receive', body])

    expect(await statusOf(deps, jobId)).toMatchObject({
      LocationCode: 'AtAWS',
      ProgressCode: code,
      ProgressMessage: message,
    })
  })

  it("is aborted where the device carries another job's SIGNATURE", async () => {
    const { deps } = fresh()
    const { SignatureFileContents: signature } = await create(deps)
    const jobId = await createUpTo(deps, ['receive', { signature }])

    expect((await statusOf(deps, jobId)).ProgressCode).toBe('InvalidSignature')
  })

  it("is proved by the sheet's barcode where there is no SIGNATURE", async () => {
    const { deps } = fresh()
    const { JobId: jobId } = await create(deps, EBS_IMPORT)
    const { JobId: other } = await create(deps, EBS_IMPORT)
    const signature = ` ${jobSignature(deps.signingSecret, { jobId, owner: KEY.accessKeyId })}\r\n`

    await staff(deps, `${jobId}/receive`, { signature })
    await staff(deps, `${other}/receive`, { signature })

    expect((await statusOf(deps, jobId)).ProgressCode).toBe('Pending')
    expect((await statusOf(deps, other)).ProgressCode).toBe('InvalidSignature')
  })

  it.each(['DeviceError', 'MissingDevice', 'UnsupportedDeviceType', 'UnsupportedFileFormat', 'UnsupportedPowerSupply'])(
    'is %s where the staff decides so',
    async reason => {
      const { deps } = fresh()
      const jobId = await createUpTo(deps, ['receive'], ['abort', { reason }], RETURN)

      expect(await statusOf(deps, jobId)).toMatchObject({
        LocationCode: 'Returned',
        ProgressCode: reason,
        ProgressMessage: expect.stringMatching(/^The job was aborted\. /),
      })
    },
  )

  it('does not expire once the device is there', async () => {
    const { deps, clock } = fresh()
    const jobId = await createUpTo(deps, ['receive'])
    clock.advance(40 * DAY)

    expect((await statusOf(deps, jobId)).ProgressCode).toBe('Pending')
  })
})

describe('the owner', () => {
  it('may update and cancel a job while its device waits, and gets the device back', async () => {
    const { deps } = fresh()
    const JobId = await createUpTo(deps, ['receive'])

    const update = await call(deps, 'UpdateJob', { JobId, JobType: 'Import', Manifest: `${S3_IMPORT}prefix:a/\n` })
    expect(update.result).toMatchObject({ Success: 'true' })
    expect((await call(deps, 'CancelJob', { JobId })).result).toEqual({ Success: 'true' })
    expect(await statusOf(deps, JobId)).toMatchObject({ LocationCode: 'AtAWS', ProgressCode: 'Canceled' })
    expect((await staff(deps, `${JobId}/load`)).answer.detail).toContain('Allowed now: return.')
    expect((await staff(deps, `${JobId}/return`, RETURN[1])).status).toBe(200)
    expect(await statusOf(deps, JobId)).toMatchObject({ LocationCode: 'Returned', ProgressCode: 'Canceled' })
  })

  it.each([
    ['loading', [['receive'], ['load']], 'is being worked on'],
    ['done', [['receive'], ['load'], ['finish']], 'is complete'],
    ['aborted', [['receive', {}]], 'was aborted'],
    ['returned', [['receive'], ['load'], ['finish'], RETURN], 'is complete'],
  ] as const)('may no longer once it is %s', async (_, steps, because) => {
    const { deps } = fresh()
    const JobId = await createUpTo(deps, ...(steps as readonly (readonly [string, object?])[]))
    const update = { JobId, JobType: 'Import', Manifest: S3_IMPORT }

    expect((await call(deps, 'CancelJob', { JobId })).fault).toMatchObject({
      Code: 'UnableToCancelJobIdException',
      Message: `Job ${JobId} ${because}`,
    })
    for (const ValidateOnly of ['true', 'false']) {
      expect((await call(deps, 'UpdateJob', { ...update, ValidateOnly })).fault).toMatchObject({
        Code: 'UnableToUpdateJobIdException',
        Message: `Job ${JobId} ${because}`,
      })
    }
  })
})

describe('a step that is not allowed now', () => {
  const FINISH = [['receive'], ['load'], ['finish']] as const
  it.each([
    [[], 'load', 'its device has not been received. Allowed now: receive.'],
    [[], 'return', 'its device has not been received. Allowed now: receive.'],
    [[['receive']], 'receive', 'its device has been received and waits. Allowed now: load, abort.'],
    [[['receive']], 'finish', 'its device has been received and waits. Allowed now: load, abort.'],
    [[['receive'], ['load']], 'load', 'its device is being worked on. Allowed now: finish, abort.'],
    [[['receive', {}]], 'load', 'it was aborted. Allowed now: return.'],
    [FINISH, 'finish', 'the work on its device is done. Allowed now: return.'],
    [[...FINISH, RETURN], 'return', 'its device has been returned. No step is allowed now.'],
  ] as const)('after %j: %s', async (steps, verb, because) => {
    const { deps } = fresh()
    const jobId = await createUpTo(deps, ...(steps as readonly (readonly [string, object?])[]))
    const before = (await staff(deps, jobId)).answer

    const refused = await staff(deps, `${jobId}/${verb}`, verb === 'return' ? RETURN[1] : {})

    expect(refused).toMatchObject({
      status: 409,
      headers: { 'Content-Type': 'application/problem+json' },
      answer: { code: 'TRANSITION_NOT_ALLOWED', detail: `Job ${jobId} does not take "${verb}": ${because}` },
    })
    expect((await staff(deps, jobId)).answer).toEqual(before)
  })

  it('is a delivery for a job that is cancelled or has expired', async () => {
    const { deps, clock } = fresh()
    const { JobId: cancelled } = await create(deps)
    await call(deps, 'CancelJob', { JobId: cancelled })
    const { JobId: expired } = await create(deps)
    clock.advance(30 * DAY)

    expect((await staff(deps, `${cancelled}/receive`)).answer.detail).toContain('it was canceled: refuse the delivery.')
    expect((await staff(deps, `${expired}/receive`)).answer.detail).toContain('it has expired: refuse the delivery.')
    expect((await staff(deps, expired)).answer).toMatchObject({
      stage: 'expired',
      progress: { code: 'Expired', message: 'The job expired.' },
    })
  })

  it('is taken by one of two who do it at once', async () => {
    const { deps } = fresh()
    const jobId = await createUpTo(deps, ['receive'])

    const answers = await Promise.all([staff(deps, `${jobId}/load`), staff(deps, `${jobId}/load`)])

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })
})

describe('looking a job up', () => {
  it('shows all that happened and what is allowed, and no password', async () => {
    const { deps } = fresh()
    const { JobId, SignatureFileContents: signature } = await create(deps, S3_EXPORT, 'Export')
    await staff(deps, `${JobId}/receive`, { signature })

    const { status, headers, answer } = await staff(deps, JobId.toLowerCase())

    expect([status, headers['Content-Type']]).toEqual([200, 'application/json'])
    expect(answer).toEqual({
      jobId: JobId,
      jobType: 'Export',
      kind: 's3-export',
      deviceId: expect.any(String),
      receivedAt: expect.any(String),
      version: 2,
      owner: KEY.accessKeyId,
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      stage: 'received',
      allowed: ALLOWED.received,
      location: { code: 'AtAWS', message: 'Your device is at AWS.' },
      progress: { code: 'Pending', message: 'The specified job has not started.' },
      proof: 'SIGNATURE',
      events: [{ type: 'received', signature: 'valid', at: expect.any(String) }],
      manifest: S3_EXPORT.replace('trueCryptPassword:secret', 'trueCryptPassword:[redacted]'),
    })
  })

  it("is refused without the staff's secret, for a customer's key as for none", async () => {
    const { deps } = fresh()
    const { JobId } = await create(deps)

    for (const secret of ['', 'wrong', KEY.secretAccessKey]) {
      expect(await staff(deps, JobId, {}, { secret })).toMatchObject({
        status: 401,
        headers: { 'WWW-Authenticate': 'Bearer' },
        answer: { code: 'NOT_AUTHENTICATED' },
      })
    }
    expect((await staff({ ...deps, staffSecret: '' }, JobId, {}, { secret: '' })).status).toBe(401)
  })
})

describe('the queue', () => {
  const queue = async (deps: DepotDeps, query = '') => {
    const { status, answer } = await staff(deps, '', {}, { query })
    if (status !== 200) return { status, answer }
    // The staff's own answer, whose members these are.
    const jobs = answer.jobs as readonly { jobId: string; stage: string; allowed: readonly string[] }[]
    return { status, jobs, after: answer.after as { since: string; jobId: string } | undefined }
  }

  it('has what is here and what is allowed with it, what came first at the top, and no manifest', async () => {
    const { deps, clock } = fresh()
    await create(deps)
    const loading = await createUpTo(deps, ['receive'], ['load'])
    clock.advance(1)
    const aborted = await createUpTo(deps, ['receive', {}])
    await createUpTo(deps, ['receive'], ['load'], ['finish'], RETURN)

    const { jobs, after } = await queue(deps)

    expect(jobs).toMatchObject([
      { jobId: loading, stage: 'loading', allowed: ALLOWED.loading },
      { jobId: aborted, stage: 'aborted', allowed: ALLOWED.aborted },
    ])
    expect(after).toBeUndefined()
    expect(jobs?.filter(job => 'manifest' in job)).toEqual([])
  })

  it('is read page by page, also of one stage only', async () => {
    const { deps, clock } = fresh()
    const ids: string[] = []
    for (let index = 0; index < 5; index++) {
      clock.advance(1)
      const jobId = await createUpTo(deps, ['receive'])
      if (index % 2 === 0) ids.push(jobId)
      else await staff(deps, `${jobId}/load`)
    }

    const first = await queue(deps, 'stage=received&limit=2')
    const second = await queue(deps, `stage=received&limit=2&${new URLSearchParams({ ...first.after })}`)

    expect([...(first.jobs ?? []), ...(second.jobs ?? [])].map(({ jobId }) => jobId)).toEqual(ids)
    expect(second.after).toBeUndefined()
  })

  it.each([
    ['stage=expected', /stage must be one of received, loading/],
    ['limit=0', /limit must be a whole number/],
    ['limit=1001', /limit must be a whole number/],
    ['since=2026', /go together/],
    ['stages=received', /Unknown parameters: stages/],
  ])('refuses %s', async (query, detail) => {
    expect(await queue(fresh().deps, query)).toMatchObject({
      status: 400,
      answer: { code: 'QUERY_INVALID', detail: expect.stringMatching(detail) },
    })
  })
})

describe('a step for the version that the staff saw', () => {
  it('is refused once the job has changed, and changes nothing', async () => {
    const { deps } = fresh()
    const { JobId, SignatureFileContents: signature } = await create(deps)
    await call(deps, 'UpdateJob', { JobId, JobType: 'Import', Manifest: `${S3_IMPORT}prefix:a/\n` })

    const stale = await staff(deps, `${JobId}/receive`, { signature }, { version: '"1"' })
    expect(stale).toMatchObject({ status: 412, answer: { code: 'JOB_CHANGED' } })
    expect((await staff(deps, JobId)).answer.events).toEqual([])
    expect(await staff(deps, `${JobId}/receive`, { signature }, { version: '"2"' })).toMatchObject({ status: 200 })
  })

  it.each(['3', '"x"', 'W/"3"', '"1", "2"'])('is refused where it names %s', async version => {
    const { deps } = fresh()
    const { JobId } = await create(deps)

    expect(await staff(deps, `${JobId}/receive`, {}, { version })).toMatchObject({
      status: 400,
      answer: { code: 'IF_MATCH_INVALID' },
    })
  })
})

describe("a staff's request that is wrong", () => {
  it.each([
    ['AAAAA', 'GET', {}, 404, 'Unknown job AAAAA.'],
    ['JOB/receive', 'GET', {}, 405, /takes POST/],
    ['JOB', 'POST', {}, 405, /takes GET/],
    ['JOB/steal', 'POST', {}, 404, /receive, load, finish, abort, return/],
    ['JOB/receive/now', 'POST', {}, 404, /There is GET/],
    ['JOB/receive', 'POST', { signature: 7 }, 400, 'signature must be of type string.'],
    ['JOB/receive', 'POST', { sig: 'x' }, 400, 'Unknown fields: sig.'],
    ['JOB/receive', 'POST', [], 400, /must be of type object/],
    ['JOB/finish', 'POST', { errors: -1 }, 400, 'errors must be at least 0.'],
    ['JOB/finish', 'POST', { errors: 1.5 }, 400, 'errors must be a whole number.'],
    ['JOB/abort', 'POST', { reason: 'Boredom' }, 400, /reason must be one of DeviceError, MissingDevice/],
    ['JOB/return', 'POST', { carrier: 'UPS' }, 400, 'trackingNumber must be of type string.'],
    ['JOB/return', 'POST', { carrier: 'U\nPS', trackingNumber: '1' }, 400, /carrier must be 1 to 100 characters/],
  ])('%s %s %j is answered with the reason', async (path, method, body, status, detail) => {
    const { deps } = fresh()
    const { JobId } = await create(deps)

    const answered = await staff(deps, path.replace('JOB', JobId), body, { method })

    expect(answered.status).toBe(status)
    expect(answered.answer).toMatchObject({
      status,
      detail: expect.stringMatching(detail),
      requestId: expect.any(String),
    })
    expect((await staff(deps, JobId)).answer.events).toEqual([])
  })

  it('is never answered with our failure', async () => {
    const { log, lines } = collectLog()
    const { deps } = fresh({ log: { ...log, info: () => undefined } })
    const { JobId } = await create(deps)
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.json().map(text => Buffer.from(text)),
    )

    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT'),
        fc.oneof(
          fc.webPath(),
          fc.constantFrom(...['receive', 'load', 'finish', 'abort', 'return'].map(verb => `/${JobId}/${verb}`)),
        ),
        bytes,
        async (method, path, body) => {
          const headers = { authorization: `Bearer ${deps.staffSecret}` }
          const answered = await createDepot(deps)({ method, path: `/staff/jobs${path}`, query: '', headers, body })
          expect(answered.status).toBeLessThan(500)
        },
      ),
      { numRuns: 300 },
    )
    expect(lines).toEqual([])
  })
})

describe("the job's log", () => {
  it('is saved where GetStatus shows', async () => {
    const { deps, objects } = fresh()
    const jobId = await createUpTo(deps, ['receive'], ['load'], ['finish', { log: 'DateTime,File\n' }])

    const saved = objects.get(`mybucket/import-log-${jobId}`)
    expect([Buffer.from(saved?.bytes ?? []).toString(), saved?.contentType]).toEqual([
      'DateTime,File\n',
      'text/plain; charset=utf-8',
    ])
  })

  it('is not written by a step that is refused', async () => {
    const { deps, objects } = fresh()
    const jobId = await createUpTo(deps)

    expect((await staff(deps, `${jobId}/finish`, { log: 'x' })).status).toBe(409)
    expect(objects.size).toBe(0)
  })

  it('that cannot be saved leaves the job as it was', async () => {
    const { log, lines } = collectLog()
    const files = { put: () => Promise.reject(new Error('bucket gone')), get: async () => undefined }
    const { deps } = fresh({ files, log: { ...log, info: () => undefined } })
    const jobId = await createUpTo(deps, ['receive'], ['load'])

    const { status, answer } = await staff(deps, `${jobId}/finish`, { log: 'x' })

    expect([status, answer.detail]).toEqual([500, 'The depot failed.'])
    expect(lines).toEqual([expect.objectContaining({ requestId: answer.requestId, error: expect.any(Error) })])
    expect((await statusOf(deps, jobId)).ProgressCode).toBe('InProgress')
  })
})
