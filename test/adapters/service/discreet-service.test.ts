import { describe, expect, it } from '@jest/globals'
import { createDiscreetService } from '../../../lib/adapters/service/discreet-service.ts'
import type { Service, ServiceCall } from '../../../lib/jobs/service.ts'
import { ServiceFailure } from '../../../lib/jobs/service-failure.ts'
import { importText } from '../../manifest/manifest-texts.ts'
import { KEY } from '../../support/submission-world.ts'

const PASSWORD = 'correct horse battery staple'
const MANIFEST = importText(`trueCryptPassword:${PASSWORD}`)
const CALL: ServiceCall = { credentials: KEY, startedAt: new Date(0), deadline: new Date(1000) }
const ANSWER = { jobId: 'AB123', warnings: [], artifacts: [] }
const CREATE = { jobType: 'Import', manifest: MANIFEST, validateOnly: false } as const

const faultWith = (code: string, message: string) =>
  new ServiceFailure('refused', 'refused', { fault: { code, message, requestId: 'r-1' } })

/** A service of which only what a test names is there. */
const discreet = (service: Partial<Service>) =>
  createDiscreetService({
    getStatus: async () => ({ ...ANSWER, jobType: 'Import', currentManifest: MANIFEST }),
    ...service,
  } as Service)

const faultOf = async (asked: Promise<unknown>) => {
  const error = await asked.catch(thrown => thrown)
  return error instanceof ServiceFailure ? error.fault : error
}

describe('a service that repeats no secret', () => {
  it('leaves job ID, SIGNATURE, address and presigned addresses of PDFs as they are', async () => {
    const answer = {
      jobId: 'AB123',
      signature: 'D6Wx0j1nYTnPTjGY5B2+Dbvq5mY=',
      signatureFileContents:
        'version:2.0\nsigningMethod:HmacSHA1\njobId:AB123\nsignature:D6Wx0j1nYTnPTjGY5B2+Dbvq5mY=\n',
      shippingAddress: 'AWS Import/Export\nJOBID AB123\nPIN code: 560001',
      warnings: ['**** Device will be erased before being returned. ****'],
      artifacts: [
        { description: 'Sheet', url: 'https://b.s3.amazonaws.com/a?X-Amz-Security-Token=abc%2Fdef&X-Amz-Signature=1' },
      ],
    }

    expect(await discreet({ createJob: async () => answer }).createJob(CREATE, CALL)).toEqual(answer)
  })

  it('leaves what is no fault of the service as it is', async () => {
    const bug = new TypeError('a bug')
    const silent = new ServiceFailure('timeout', 'no answer')

    await expect(discreet({ createJob: () => Promise.reject(bug) }).createJob(CREATE, CALL)).rejects.toBe(bug)
    await expect(discreet({ createJob: () => Promise.reject(silent) }).createJob(CREATE, CALL)).rejects.toBe(silent)
  })

  it('cuts a sentence after a thousand characters', async () => {
    const warnings = ['x'.repeat(1000), 'y'.repeat(1001)]
    const answer = await discreet({ createJob: async () => ({ ...ANSWER, warnings }) }).createJob(CREATE, CALL)

    expect(answer.warnings).toEqual([warnings[0], `${'y'.repeat(999)}…`])
  })

  it('adds no member that the service did not answer', async () => {
    const created = await discreet({ createJob: async () => ANSWER }).createJob(CREATE, CALL)
    const label = await discreet({ getShippingLabel: async () => ({ url: 'https://a.example/' }) }).getShippingLabel(
      { jobIds: ['AB123'], sender: {} },
      CALL,
    )

    expect(Object.keys(created).sort()).toEqual(['artifacts', 'jobId', 'warnings'])
    expect(label).toStrictEqual({ url: 'https://a.example/' })
  })

  it('hides secrets in an address and in every text of a status', async () => {
    const members = [
      'locationCode',
      'locationMessage',
      'progressCode',
      'progressMessage',
      'carrier',
      'trackingNumber',
      'logBucket',
      'logKey',
    ]
    const quoting = Object.fromEntries(members.map(name => [name, `${name} ${PASSWORD}`]))
    const service = discreet({
      createJob: async () => ({ ...ANSWER, shippingAddress: `Depot ${PASSWORD}` }),
      getStatus: async () => ({ ...ANSWER, ...quoting, jobType: 'Import', currentManifest: MANIFEST }),
    })

    expect((await service.createJob(CREATE, CALL)).shippingAddress).toBe('Depot [redacted]')
    expect(await service.getStatus('AB123', CALL)).toMatchObject(
      Object.fromEntries(members.map(name => [name, `${name} [redacted]`])),
    )
  })

  it('keeps the code, the kind and the cause of a failure', async () => {
    const cause = new Error('socket hang up')
    const failure = new ServiceFailure('unreadable', 'broken', {
      cause,
      fault: { code: 'InternalFailure', message: `at ${PASSWORD}` },
    })
    const error = await discreet({ createJob: () => Promise.reject(failure) })
      .createJob(CREATE, CALL)
      .catch(thrown => thrown)

    expect(error).toMatchObject({
      kind: 'unreadable',
      cause,
      fault: { code: 'InternalFailure', message: 'at [redacted]' },
    })
  })

  it("compares with the job's own manifest what the service writes about a job", async () => {
    const { cancelJob } = discreet({
      cancelJob: () => Promise.reject(faultWith('UnableToCancelJobIdException', `Work with ${PASSWORD} has begun`)),
    })

    expect(await faultOf(cancelJob('AB123', CALL))).toEqual({
      code: 'UnableToCancelJobIdException',
      message: 'Work with [redacted] has begun',
      requestId: 'r-1',
    })
  })

  it.each([
    ['fails', () => Promise.reject(faultWith('Throttling', 'slow down'))],
    ['shows no manifest', async () => ({ ...ANSWER, jobType: 'Import' as const })],
  ])('shows nothing but the code where the look for that manifest %s', async (_, getStatus) => {
    const { cancelJob, getShippingLabel } = discreet({
      getStatus,
      cancelJob: () => Promise.reject(faultWith('UnableToCancelJobIdException', `Work with ${PASSWORD} has begun`)),
      getShippingLabel: async () => ({ url: 'https://a.example/label.pdf', warning: PASSWORD }),
    })

    expect(await faultOf(cancelJob('AB123', CALL))).toMatchObject({
      code: 'UnableToCancelJobIdException',
      message: expect.stringContaining('does not repeat the words of the service'),
    })
    expect(await getShippingLabel({ jobIds: ['AB123'], sender: {} }, CALL)).toEqual({
      url: 'https://a.example/label.pdf',
      warning: expect.stringContaining('does not repeat the words of the service'),
    })
  })

  it.each([
    ['InvalidJobIdException', 'No such job AB123 for your account'],
    ['CanceledJobIdException', 'Job AB123 has been canceled'],
    ['ExpiredJobIdException', 'Job AB123 has expired'],
  ])('explains in its own words what %s means', async (code, message) => {
    const { getStatus } = discreet({ getStatus: () => Promise.reject(faultWith(code, PASSWORD)) })

    expect(await faultOf(getStatus('AB123', CALL))).toMatchObject({ code, message })
  })

  it('hides the secrets of the old manifest, and of the new one, when an update is refused', async () => {
    const { updateJob } = discreet({
      updateJob: () => Promise.reject(faultWith('InvalidManifestFieldException', `${PASSWORD}, then new password 1`)),
    })
    const update = { ...CREATE, jobId: 'AB123', manifest: importText('trueCryptPassword:new password 1') }

    expect(await faultOf(updateJob(update, CALL))).toMatchObject({ message: '[redacted], then [redacted]' })
  })

  it('cuts what is not read to the end', async () => {
    const long = 'a b '.repeat(100_000)
    const { createJob } = discreet({
      createJob: async () => ({
        ...ANSWER,
        warnings: Array.from({ length: 1000 }, () => long),
        artifacts: Array.from({ length: 1000 }, () => ({ description: long, url: `https://a.example/${long}` })),
      }),
    })
    const { warnings, artifacts } = await createJob(CREATE, CALL)

    expect([warnings.length, artifacts.length]).toEqual([20, 20])
    expect(warnings[0]?.length).toBe(1000)
    expect(JSON.stringify({ warnings, artifacts }).length).toBeLessThan(200_000)
  })
})
