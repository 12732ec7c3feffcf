import { describe, expect, it } from '@jest/globals'
import { verifySignatureFile } from '../../lib/depot/job-signature.ts'
import { ownedBuckets } from '../../lib/depot/owned-buckets.ts'
import { ask, call, signed } from './ask-depot.ts'
import { createTestClock, depotDeps, KEY, OTHER_KEY } from './depot-fixture.ts'
import { EBS_IMPORT, S3_EXPORT, S3_IMPORT } from './sample-manifests.ts'

const DAY = 24 * 60 * 60_000
const ID = /^[1-9A-NP-Z]{5}$/

const fresh = (changes: Parameters<typeof depotDeps>[0] = {}) => {
  const clock = createTestClock()
  return { clock, deps: depotDeps({ clock: clock.now, ...changes }) }
}
const create = async (deps: ReturnType<typeof depotDeps>, Manifest = S3_IMPORT, JobType = 'Import', key = KEY) => {
  const { result, fault } = await call(deps, 'CreateJob', { JobType, Manifest }, key)
  if (fault) throw new Error(`${fault.Code}: ${fault.Message}`)
  return result
}

describe('the owners of a bucket', () => {
  const BUCKET = /^bucket:(.*)$/m.exec(S3_IMPORT)?.[1] ?? ''
  const TEAM_KEY = { ...KEY, team: 'lab' }
  const owned = (owners: readonly string[], bucket = BUCKET) => {
    const { deps } = fresh({ keys: { find: async id => [TEAM_KEY, OTHER_KEY].find(key => key.accessKeyId === id) } })
    return { ...deps, buckets: ownedBuckets(deps.buckets, async name => (name === bucket ? owners : undefined)) }
  }
  const faultOf = async (deps: ReturnType<typeof owned>, key = KEY, form = {}) =>
    (await call(deps, 'CreateJob', { JobType: 'Import', Manifest: S3_IMPORT, ...form }, key)).fault

  it.each([[['lab']], [[KEY.accessKeyId]], [['film', 'lab']]])('may use it: %s', async owners => {
    expect(await faultOf(owned(owners))).toBeUndefined()
    expect(await faultOf(owned(owners), KEY, { ValidateOnly: 'true' })).toBeUndefined()
  })

  it.each([[['film']], [['LAB']], [['la']], [['lab2']], [[OTHER_KEY.accessKeyId]], [[]]])(
    'are not who signs, and nothing is made: %s',
    async owners => {
      const deps = owned(owners)

      expect(await faultOf(deps)).toMatchObject({
        Code: 'BucketPermissionException',
        Message: `Your account may not use bucket ${BUCKET} (/bucket)`,
      })
      expect((await faultOf(deps, KEY, { ValidateOnly: 'true' }))?.Code).toBe('BucketPermissionException')
      expect((await call(deps, 'ListJobs', {})).result).toMatchObject({ IsTruncated: 'false' })
      expect(await deps.jobs.list(KEY.accessKeyId, { limit: 10 })).toEqual({ jobs: [], truncated: false })
    },
  )

  it('are asked for the log bucket and for an update too, and a key without a team owns what names it alone', async () => {
    const deps = owned(['film'], 'film-logs')
    const { JobId } = await create(deps)
    const withLogs = S3_IMPORT.replace('notificationEmail:', 'logBucket:film-logs\nnotificationEmail:')

    const { fault } = await call(deps, 'UpdateJob', { JobType: 'Import', JobId, Manifest: withLogs })

    expect(withLogs).toContain('film-logs')
    expect(fault?.Message).toBe('Your account may not use bucket film-logs (/logBucket)')
    expect((await faultOf(owned(['lab']), OTHER_KEY))?.Code).toBe('BucketPermissionException')
    expect(await faultOf(owned([OTHER_KEY.accessKeyId]), OTHER_KEY)).toBeUndefined()
  })
})

describe('CreateJob', () => {
  it('answers ID, SIGNATURE, address and warning, in the live order of elements', async () => {
    const { deps } = fresh()
    const result = await create(deps)

    expect(Object.keys(result)).toEqual([
      'JobType',
      'JobId',
      'SignatureFileContents',
      'AwsShippingAddress',
      'Signature',
      'WarningMessage',
    ])
    expect(result.JobId).toMatch(ID)
    expect(result.Signature).toMatch(/^[A-Za-z0-9+/]{27}=$/)
    expect(result.SignatureFileContents).toBe(
      `version:2.0\nsigningMethod:HmacSHA1\njobId:${result.JobId}\nsignature:${result.Signature}\n`,
    )
    expect(result.AwsShippingAddress).toBe(
      `AWS Import/Export C/O AnyCompany\nJOBID ${result.JobId}\n123 Any Street\nAnytown, VA 22153`,
    )
    expect(result.WarningMessage).toBe('**** Device will be erased before being returned. ****')
  })

  it('warns of nothing where nothing is erased', async () => {
    const { deps } = fresh()

    expect(await create(deps, S3_EXPORT, 'export')).toMatchObject({ JobType: 'Export' })
    expect(await create(deps, S3_EXPORT, 'export')).not.toHaveProperty('WarningMessage')
    expect(await create(deps, S3_IMPORT.replace('eraseDevice:yes', 'eraseDevice:no'))).not.toHaveProperty(
      'WarningMessage',
    )
  })

  it('gives a SIGNATURE that the depot knows again, and no other depot', async () => {
    const { deps } = fresh()
    const { JobId: jobId, SignatureFileContents: file } = await create(deps)
    const subject = { jobId, owner: KEY.accessKeyId }

    expect(verifySignatureFile(deps.signingSecret, subject, file)).toBe(true)
    expect(verifySignatureFile(deps.signingSecret, subject, file.replaceAll('\n', '\r\n'))).toBe(true)
    expect(verifySignatureFile(deps.signingSecret, { ...subject, owner: 'another' }, file)).toBe(false)
    expect(verifySignatureFile(deps.signingSecret, subject, file.replace('2.0', '1.0'))).toBe(false)
    expect(verifySignatureFile(new TextEncoder().encode('another'), subject, file)).toBe(false)
  })

  it('makes a job for each call, as AWS does', async () => {
    const { deps } = fresh()

    expect((await create(deps)).JobId).not.toBe((await create(deps)).JobId)
  })

  it('makes one job of one signed request, although a proxy sends it twice', async () => {
    const { deps } = fresh()
    const body = signed(deps, { Action: 'CreateJob', JobType: 'Import', Manifest: S3_IMPORT })
    const both = await Promise.all([ask(deps, { body }), ask(deps, { body })])

    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 400])
    expect(both.find(({ fault }) => fault)?.fault?.Code).toBe('DuplicateRequest')
    expect((await call(deps, 'ListJobs')).body.match(/<JobId>/g)).toHaveLength(1)
  })

  it('makes no second job of a signed request after a restart either, and takes it again for a validation', async () => {
    const { deps } = fresh()
    const form = { Action: 'CreateJob', JobType: 'Import', Manifest: S3_IMPORT }
    const body = signed(deps, form)
    await ask(deps, { body })
    const rehearsal = signed(deps, { ...form, ValidateOnly: 'true' })

    expect((await ask({ ...deps }, { body })).fault?.Code).toBe('DuplicateRequest')
    expect([await ask(deps, { body: rehearsal }), await ask(deps, { body: rehearsal })]).toMatchObject([
      { status: 200 },
      { status: 200 },
    ])
  })

  it.each([
    ['another team', { mybucket: ['film'], mylogs: ['local'] }],
    ['another key', { mybucket: [OTHER_KEY.accessKeyId], mylogs: ['local'] }],
    ['another team, if only for its logs', { mybucket: ['local'], mylogs: ['film'] }],
  ])('refuses a bucket of %s', async (_, owners: Readonly<Record<string, readonly string[]>>) => {
    const find = async (name: string) => ({ region: 'us-east-1', writable: true, owners: owners[name] ?? ['local'] })
    const { deps } = fresh({ buckets: { find } })
    const Manifest = S3_EXPORT.replace(/logBucket:.*/, 'logBucket:mylogs').replace(
      /exportBucket:.*/,
      'exportBucket:mybucket',
    )

    const { fault } = await call(deps, 'CreateJob', { JobType: 'Export', Manifest })

    expect(fault?.Code).toBe('BucketPermissionException')
  })

  it.each([['local'], [KEY.accessKeyId]])('takes a bucket of its signer, by %s', async owner => {
    const { deps } = fresh({
      buckets: { find: async () => ({ region: 'us-east-1', writable: true, owners: [owner] }) },
    })

    expect((await create(deps)).JobId).toMatch(ID)
  })

  it('gives an EBS job no SIGNATURE', async () => {
    const { deps } = fresh()
    const result = await create(deps, EBS_IMPORT)

    expect(Object.keys(result)).toEqual(['JobType', 'JobId', 'AwsShippingAddress', 'WarningMessage', 'ArtifactList'])
  })

  it('draws again where an ID is taken', async () => {
    const draws = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2]
    const { deps } = fresh({ randomBytes: length => Uint8Array.from(draws.splice(0, length)) })

    expect((await create(deps)).JobId).toBe('22222')
    expect((await create(deps)).JobId).toBe('33333')
  })

  it('takes its manifest as it was sent, hostile characters and all', async () => {
    const { deps } = fresh()
    const manifest = `# <&>"' \u00FC \u{1F4E6} ]]>\r\n${S3_IMPORT}prefix:  a & b <c>  \r\n`
    const { JobId } = await create(deps, manifest)

    expect((await call(deps, 'GetStatus', { JobId })).result.CurrentManifest).toBe(manifest)
  })

  describe('with ValidateOnly', () => {
    it('answers as if, under an ID that no job has, and keeps nothing', async () => {
      const { deps } = fresh({ dailyJobs: 0 })
      const params = { JobType: 'Import', Manifest: S3_IMPORT, ValidateOnly: 'true' }
      const { result } = await call(deps, 'CreateJob', params)

      expect(result.JobId).toMatch(/^[1-9A-NP-Z]{5}-VALIDATE-ONLY$/)
      expect(result.SignatureFileContents).toContain(`jobId:${result.JobId}\nsignature:${result.Signature}\n`)
      expect(result.AwsShippingAddress).toContain(`JOBID ${result.JobId}\n`)
      expect((await call(deps, 'ListJobs')).result.Jobs).toBe('')
      expect((await call(deps, 'CancelJob', { JobId: result.JobId })).fault).toEqual({
        Type: 'Sender',
        Code: 'InvalidJobIdException',
        Message: `No such job ${result.JobId} for your account`,
      })
    })

    it('refuses what the live call refuses', async () => {
      const { deps } = fresh()
      const params = { JobType: 'Import', Manifest: 'INVALID MANIFEST', ValidateOnly: 'true' }

      expect((await call(deps, 'CreateJob', params)).fault?.Code).toBe('MalformedManifestException')
    })
  })

  describe('with a daily quota', () => {
    it('stops after as many jobs, for this key and this day only', async () => {
      const { deps, clock } = fresh({ dailyJobs: 2 })
      await create(deps)
      await create(deps)

      const third = await call(deps, 'CreateJob', { JobType: 'Import', Manifest: S3_IMPORT })
      expect(third).toMatchObject({ status: 400, fault: { Code: 'CreateJobQuotaExceededException' } })
      expect(await create(deps, S3_IMPORT, 'Import', OTHER_KEY)).toHaveProperty('JobId')
      clock.advance(DAY)
      expect(await create(deps)).toHaveProperty('JobId')
    })

    it('is 50 by default, as it was at the service', async () => {
      const { dailyJobs: _, ...deps } = fresh().deps
      for (let count = 0; count < 50; count++) await create(deps)

      expect((await call(deps, 'CreateJob', { JobType: 'Import', Manifest: S3_IMPORT })).fault).toMatchObject({
        Code: 'CreateJobQuotaExceededException',
        Message: 'Your account may create 50 jobs a day (UTC)',
      })
    })

    it('does not count what it refuses', async () => {
      const { deps } = fresh({ dailyJobs: 1 })
      await call(deps, 'CreateJob', { JobType: 'Import', Manifest: 'INVALID' })

      expect(await create(deps)).toHaveProperty('JobId')
    })
  })
})

describe('GetStatus', () => {
  it('reports all of a job that waits for its device, in the live order of elements', async () => {
    const { deps } = fresh()
    const created = await create(deps)
    const { result } = await call(deps, 'GetStatus', { JobId: created.JobId })

    expect(Object.entries(result)).toEqual([
      ['ProgressMessage', 'The specified job has not started.'],
      ['JobType', 'Import'],
      ['CurrentManifest', S3_IMPORT],
      ['LocationMessage', 'AWS has not received your device.'],
      ['JobId', created.JobId],
      ['ProgressCode', 'Pending'],
      ['SignatureFileContents', created.SignatureFileContents],
      ['ErrorCount', '0'],
      ['LocationCode', 'NotReceived'],
      ['CreationDate', expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)],
      ['AwsShippingAddress', created.AwsShippingAddress],
      ['Signature', created.Signature],
    ])
  })

  it('takes a job ID in any case', async () => {
    const { deps } = fresh()
    const { JobId } = await create(deps)

    expect((await call(deps, 'GetStatus', { JobId: JobId.toLowerCase() })).result.JobId).toBe(JobId)
  })

  it('shows that a cancelled job is cancelled', async () => {
    const { deps } = fresh()
    const { JobId } = await create(deps)
    await call(deps, 'CancelJob', { JobId })

    expect((await call(deps, 'GetStatus', { JobId })).result).toMatchObject({
      ProgressCode: 'Canceled',
      ProgressMessage: 'The job was canceled.',
    })
  })
})

describe('a job after 30 days without its device', () => {
  it.each(['GetStatus', 'CancelJob', 'UpdateJob'])('has expired, by %s', async operation => {
    const { deps, clock } = fresh()
    const { JobId } = await create(deps)
    const params = { JobId, JobType: 'Import', Manifest: S3_IMPORT }

    clock.advance(30 * DAY - 60_000)
    expect((await call(deps, 'GetStatus', { JobId })).status).toBe(200)
    clock.advance(60_000)
    expect(await call(deps, operation, params)).toMatchObject({ status: 400, fault: { Code: 'ExpiredJobIdException' } })
  })

  it('is listed still', async () => {
    const { deps, clock } = fresh()
    const { JobId } = await create(deps)
    clock.advance(31 * DAY)

    expect((await call(deps, 'ListJobs')).result.Jobs.member).toMatchObject([{ JobId }])
  })

  it('is cancelled and not expired if it was cancelled', async () => {
    const { deps, clock } = fresh()
    const { JobId } = await create(deps)
    await call(deps, 'CancelJob', { JobId })
    clock.advance(31 * DAY)

    expect((await call(deps, 'GetStatus', { JobId })).result.ProgressCode).toBe('Canceled')
  })
})

describe('UpdateJob', () => {
  it("puts another manifest in the old one's place, even of another type; ID and SIGNATURE stay", async () => {
    const { deps } = fresh()
    const created = await create(deps)
    const { result } = await call(deps, 'UpdateJob', { JobId: created.JobId, JobType: 'Export', Manifest: S3_EXPORT })

    expect(result).toEqual({ Success: 'true' })
    expect((await call(deps, 'GetStatus', { JobId: created.JobId })).result).toMatchObject({
      JobType: 'Export',
      CurrentManifest: S3_EXPORT,
      Signature: created.Signature,
    })
    expect((await call(deps, 'ListJobs')).result.Jobs.member).toMatchObject([{ JobType: 'Export' }])
  })

  it('takes the SIGNATURE from a job that becomes one without, and gives the same back', async () => {
    const { deps } = fresh()
    const { JobId, Signature } = await create(deps)

    await call(deps, 'UpdateJob', { JobId, JobType: 'Import', Manifest: EBS_IMPORT })
    expect((await call(deps, 'GetStatus', { JobId })).result).not.toHaveProperty('Signature')
    await call(deps, 'UpdateJob', { JobId, JobType: 'Import', Manifest: S3_IMPORT })
    expect((await call(deps, 'GetStatus', { JobId })).result.Signature).toBe(Signature)
  })

  it('warns as CreateJob does', async () => {
    const { deps } = fresh()
    const { JobId } = await create(deps, S3_EXPORT, 'Export')

    expect((await call(deps, 'UpdateJob', { JobId, JobType: 'Import', Manifest: S3_IMPORT })).result).toEqual({
      Success: 'true',
      WarningMessage: '**** Device will be erased before being returned. ****',
    })
  })

  it('changes nothing with ValidateOnly, but refuses the same', async () => {
    const { deps } = fresh()
    const { JobId } = await create(deps)
    const update = (Manifest: string) =>
      call(deps, 'UpdateJob', { JobId, JobType: 'Export', Manifest, ValidateOnly: 'true' })

    expect((await update(S3_EXPORT)).result).toEqual({ Success: 'true' })
    expect((await update('INVALID')).fault?.Code).toBe('MalformedManifestException')
    expect((await call(deps, 'GetStatus', { JobId })).result.CurrentManifest).toBe(S3_IMPORT)
  })

  it('does not lose to another that comes at the same time', async () => {
    const { deps } = fresh()
    const { JobId } = await create(deps)
    const manifests = ['a/', 'b/', 'c/'].map(prefix => `${S3_IMPORT}prefix:${prefix}\n`)

    const answers = await Promise.all(
      manifests.map(Manifest => call(deps, 'UpdateJob', { JobId, JobType: 'Import', Manifest })),
    )

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(manifests).toContain((await call(deps, 'GetStatus', { JobId })).result.CurrentManifest)
  })
})

describe('CancelJob', () => {
  it('cancels once; then neither that nor an update is possible', async () => {
    const { deps } = fresh()
    const { JobId } = await create(deps)

    expect((await call(deps, 'CancelJob', { JobId })).result).toEqual({ Success: 'true' })
    expect((await call(deps, 'CancelJob', { JobId })).fault?.Code).toBe('CanceledJobIdException')
    const update = await call(deps, 'UpdateJob', { JobId, JobType: 'Import', Manifest: S3_IMPORT })
    expect(update.fault?.Code).toBe('CanceledJobIdException')
    expect((await call(deps, 'ListJobs')).result.Jobs.member).toMatchObject([{ JobId, IsCanceled: 'true' }])
  })
})

describe('ListJobs', () => {
  const createFive = async () => {
    const { deps, clock } = fresh()
    const ids: string[] = []
    for (let count = 0; count < 5; count++) {
      ids.unshift((await create(deps)).JobId)
      clock.advance(1000)
    }
    return { deps, ids }
  }
  const list = async (deps: ReturnType<typeof depotDeps>, params: Record<string, string> = {}) => {
    const { result } = await call(deps, 'ListJobs', params)
    const ids: string[] = (result.Jobs.member ?? []).map(({ JobId }: { JobId: string }) => JobId)
    return { ids, truncated: result.IsTruncated }
  }

  it('lists newest first, in the live order of elements', async () => {
    const { deps, ids } = await createFive()

    expect(await list(deps)).toEqual({ ids, truncated: 'false' })
    const [member] = (await call(deps, 'ListJobs')).result.Jobs.member
    expect(Object.keys(member)).toEqual(['JobType', 'CreationDate', 'IsCanceled', 'JobId'])
  })

  it('goes on after the marker, page by page', async () => {
    const { deps, ids } = await createFive()

    expect(await list(deps, { MaxJobs: '2' })).toEqual({ ids: ids.slice(0, 2), truncated: 'true' })
    expect(await list(deps, { MaxJobs: '2', Marker: ids[1] ?? '' })).toEqual({
      ids: ids.slice(2, 4),
      truncated: 'true',
    })
    expect(await list(deps, { MaxJobs: '2', Marker: ids[3] ?? '' })).toEqual({ ids: ids.slice(4), truncated: 'false' })
    expect(await list(deps, { MaxJobs: '2', Marker: ids[4] ?? '' })).toEqual({ ids: [], truncated: 'false' })
  })

  it('lists none for MaxJobs=0, but reports whether there are any', async () => {
    const { deps } = await createFive()

    expect(await list(deps, { MaxJobs: '0' })).toEqual({ ids: [], truncated: 'true' })
    expect(await list(fresh().deps, { MaxJobs: '0' })).toEqual({ ids: [], truncated: 'false' })
  })

  it('lists 100 by default', async () => {
    const { deps } = fresh()
    for (let count = 0; count < 101; count++) await create(deps)

    const { ids, truncated } = await list(deps)

    expect([ids.length, truncated]).toEqual([100, 'true'])
  })
})

describe('a job of another key', () => {
  it.each([
    ['GetStatus', (JobId: string) => ({ JobId })],
    ['CancelJob', (JobId: string) => ({ JobId })],
    ['UpdateJob', (JobId: string) => ({ JobId, JobType: 'Import', Manifest: S3_IMPORT })],
    // It declares no fault about job IDs.
    ['ListJobs', (Marker: string) => ({ Marker }), 'InvalidParameterException'],
  ])('is not there for %s', async (operation, params, code = 'InvalidJobIdException') => {
    const { deps } = fresh()
    const { JobId } = await create(deps)

    const { status, fault } = await call(deps, operation, params(JobId), OTHER_KEY)

    expect([status, fault?.Code]).toEqual([400, code])
    expect(fault?.Message).toBe(`No such job ${JobId} for your account`)
    expect((await call(deps, 'ListJobs', {}, OTHER_KEY)).result.Jobs).toBe('')
  })
})
