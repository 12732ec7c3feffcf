import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { depotDeps, KEY, SESSION_KEY, serveDepot } from './depot-fixture.ts'
import { S3_EXPORT, S3_IMPORT } from './sample-manifests.ts'

/** Any version that has `aws importexport`; Debian's is `apt-get install awscli`. */
const AWS = (process.env.PATH ?? '')
  .split(delimiter)
  .map(folder => join(folder, 'aws'))
  .find(file => existsSync(file))
/** A CI that cannot run this suite has lost it. */
const IS_CI = process.env.CI === 'true'

if (AWS === undefined && !IS_CI) {
  process.stderr.write(
    '\n*** SKIPPED: no AWS CLI here, the depot was not driven with it. apt-get install awscli ***\n\n',
  )
}

const describeIf = AWS !== undefined || IS_CI ? describe : describe.skip

/** The AWS CLI: Signature Version 4, and its own XML reader. It knows nothing of our code. */
describeIf('the AWS CLI finds in the depot the service that it knows', () => {
  let depot: Awaited<ReturnType<typeof serveDepot>>
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'waybill-aws-cli-'))
    depot = await serveDepot(depotDeps())
  })
  afterAll(async () => {
    await depot.stop()
    await rm(folder, { recursive: true })
  })

  const aws = (args: readonly string[], { accessKeyId, secretAccessKey, sessionToken = '' } = KEY) =>
    new Promise<{ readonly out: string; readonly error: string }>((resolve, reject) => {
      if (AWS === undefined) return reject(new Error('No AWS CLI here; CI must have one'))
      const env = {
        PATH: process.env.PATH,
        HOME: folder,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        ...(sessionToken && { AWS_SESSION_TOKEN: sessionToken }),
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_MAX_ATTEMPTS: '1',
      }
      const all = ['importexport', ...args, '--endpoint-url', depot.url, '--output', 'json']
      return execFile(AWS, all, { env }, (_, out, error) => resolve({ out, error }))
    })
  const awsJson = async (...args: readonly string[]) => {
    const { out, error } = await aws(args)
    if (error) throw new Error(error)
    return JSON.parse(out)
  }
  const manifestFile = async (text: string) => {
    const file = join(folder, 'manifest.txt')
    await writeFile(file, text)
    return `file://${file}`
  }

  it('through the whole life of a job', async () => {
    const imported = `# ü & <b>\n${S3_IMPORT}`
    const created = await awsJson(
      'create-job',
      '--job-type',
      'import',
      '--manifest',
      await manifestFile(imported),
      '--no-validate-only',
    )
    expect(created).toMatchObject({
      JobId: expect.stringMatching(/^[1-9A-NP-Z]{5}$/),
      JobType: 'Import',
      SignatureFileContents: `version:2.0\nsigningMethod:HmacSHA1\njobId:${created.JobId}\nsignature:${created.Signature}\n`,
      WarningMessage: '**** Device will be erased before being returned. ****',
    })

    expect(await awsJson('get-status', '--job-id', created.JobId)).toMatchObject({
      JobId: created.JobId,
      ProgressCode: 'Pending',
      LocationCode: 'NotReceived',
      ErrorCount: 0,
      Signature: created.Signature,
      CurrentManifest: imported,
    })

    const exported = await manifestFile(S3_EXPORT)
    const update = ['update-job', '--job-id', created.JobId, '--job-type', 'Export', '--manifest', exported]
    expect(await awsJson(...update, '--no-validate-only')).toMatchObject({ Success: true })
    expect(await awsJson('cancel-job', '--job-id', created.JobId)).toMatchObject({ Success: true })
    expect(await awsJson('list-jobs')).toMatchObject({
      Jobs: [{ JobId: created.JobId, JobType: 'Export', IsCanceled: true, CreationDate: expect.any(String) }],
    })
  }, 60_000)

  it('with its own paging, its session tokens and its faults', async () => {
    const manifest = await manifestFile(S3_IMPORT)
    const create = ['create-job', '--job-type', 'Import', '--manifest', manifest]
    for (let count = 0; count < 3; count++) await awsJson(...create, '--no-validate-only')
    expect(await awsJson(...create, '--validate-only')).toMatchObject({
      JobId: expect.stringMatching(/-VALIDATE-ONLY$/),
    })

    // The job of the test before and these three, a page for every two.
    expect((await awsJson('list-jobs', '--page-size', '2')).Jobs).toHaveLength(4)
    const { out, error } = await aws(['list-jobs'], { ...SESSION_KEY, sessionToken: SESSION_KEY.sessionToken ?? '' })
    expect([JSON.parse(out), error]).toEqual([{ Jobs: [] }, ''])

    expect((await aws(['get-status', '--job-id', 'foobar'])).error).toMatch(
      /\(InvalidJobIdException\) when calling the GetStatus operation.*: No such job foobar for your account\n/,
    )
    const malformed = ['create-job', '--job-type', 'Import', '--manifest', 'x', '--no-validate-only']
    expect((await aws(malformed)).error).toMatch(
      /\(MalformedManifestException\) when calling the CreateJob operation.*: Your manifest is not well-formed\n/,
    )
    expect((await aws(['list-jobs'], { ...KEY, secretAccessKey: 'wrong' })).error).toContain('(SignatureDoesNotMatch)')
  }, 60_000)
})
