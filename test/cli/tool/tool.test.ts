import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { depotDeps, OTHER_KEY, serveDepot } from '../../depot/depot-fixture.ts'
import { cliWorld } from '../../support/cli-world.ts'
import { commandIo, waybill as runWaybill } from '../../support/command-io.ts'
import { importManifest } from '../../support/manifests.ts'
import { serveQueryApi } from '../../support/query-server.ts'

const GUIDE_EXPORT = resolve('examples/manifests/guide-s3-export.txt')
const IMPORT = resolve('examples/manifests/s3-import.txt')

let depot: Awaited<ReturnType<typeof serveDepot>>
let folder: string
beforeAll(async () => {
  const { jobs, ...deps } = depotDeps()
  // Signatures change with the second, and these tests make the same job several times in one.
  depot = await serveDepot({ ...deps, jobs: { ...jobs, add: (job, until) => jobs.add(job, until) } })
})
afterAll(() => depot.stop())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-tool-'))
})
afterEach(() => rm(folder, { recursive: true }))

const waybill = async (args: readonly string[], { url = depot.url, input = '', env = {} } = {}) => {
  const io = commandIo({ cwd: folder, input, env: { HOME: folder, WAYBILL_URL: url, ...env } })
  const code = await runWaybill(args, io)
  return { code, out: io.printed(), complaint: io.complained() }
}
const created = async (...args: string[]) =>
  JSON.parse((await waybill(['CreateJob', ...args, '--format', 'json'])).out) as { jobId: string; signature: string }

describe('waybill CreateJob', () => {
  it("prints the guide's form for an export and writes ./SIGNATURE", async () => {
    const { code, out, complaint } = await waybill(['CreateJob', 'Export', GUIDE_EXPORT, '.'])

    const signature = await readFile(join(folder, 'SIGNATURE'), 'utf8')
    const [, jobId, value] = /^jobId:(.{5})\nsignature:(.{28})\n$/m.exec(signature) ?? []
    expect([code, complaint]).toEqual([0, ''])
    expect(signature).toBe(`version:2.0\nsigningMethod:HmacSHA1\njobId:${jobId}\nsignature:${value}\n`)
    expect(out).toBe(`JOB CREATED

********************************
* RECEIVED SUCCESSFUL RESPONSE *
********************************
jobId: ${jobId}
signature: ${value}
jobType: Export

*******************************************************
* signatureFileContents - write this to a file called *
* SIGNATURE in the root of your disk                  *
*******************************************************
version:2.0
signingMethod:HmacSHA1
jobId:${jobId}
signature:${value}

Writing SignatureFileContents to ./SIGNATURE
Please use GetShippingLabel API endpoint to print your shipping label.
`)
  })

  it("prints the guide's form for an import, and the service's warning beside it", async () => {
    const { code, out, complaint } = await waybill(['CreateJob', 'import', IMPORT, folder])

    expect(code).toBe(0)
    expect(out).toMatch(/^JOB CREATED\n\tJobId: .{5}\n\tJobType: Import\n\t\*{40}\n\t\* AwsShippingAddress \*\n/)
    expect(out).toContain(`\tWriting SignatureFileContents to ${folder}/SIGNATURE\n`)
    expect(complaint).toBe('Warning: **** Device will be erased before being returned. ****\n')
  })

  it("leaves another job's SIGNATURE as it is, shows where the new one lies, and fails", async () => {
    const first = await created('Export', GUIDE_EXPORT, '.')

    const { code, out, complaint } = await waybill(['CreateJob', 'Export', GUIDE_EXPORT, '.'])

    const [, jobId = ''] = /^jobId: (.{5})$/m.exec(out) ?? []
    expect(code).toBe(1)
    expect(complaint).toContain(`./SIGNATURE holds another job's and was left as it is; that of ${jobId} is in`)
    expect(await readFile(join(folder, 'SIGNATURE'), 'utf8')).toContain(`jobId:${first.jobId}\n`)
    expect(await readFile(join(folder, `SIGNATURE.${jobId}`), 'utf8')).toContain(`jobId:${jobId}\n`)
  })

  it('replaces it with --force', async () => {
    await created('Export', GUIDE_EXPORT, '.')

    const { jobId } = await created('--force', 'Export', GUIDE_EXPORT, '.')

    expect(await readFile(join(folder, 'SIGNATURE'), 'utf8')).toContain(`jobId:${jobId}\n`)
    expect(await readdir(folder)).toEqual(['SIGNATURE'])
  })

  it('with ValidateOnly makes and writes nothing', async () => {
    const before = (await waybill(['ListJobs'])).out

    const { code, out } = await waybill(['CreateJob', 'Export', GUIDE_EXPORT, '.', 'ValidateOnly'])

    expect([code, out]).toEqual([0, 'MANIFEST VALID\nNo job was created, and no file was written.\n'])
    expect((await waybill(['ListJobs'])).out).toBe(before)
    expect(await readdir(folder)).toEqual([])
  })

  it.each([
    ['a misspelt ValidateOnly', ['Export', GUIDE_EXPORT, '.', 'ValidatOnly'], 2, /can only be ValidateOnly/],
    ['a job type that is none', ['Move', GUIDE_EXPORT, '.'], 2, /must be Import or Export, not "Move"/],
    ['too few arguments', ['Export', GUIDE_EXPORT], 2, /missing required argument 'dir'/],
    ['an option that is none', ['--over', 'Export', GUIDE_EXPORT, '.'], 2, /unknown option '--over'/],
    ['a manifest that is not there', ['Export', 'nowhere.txt', '.'], 1, /nowhere\.txt cannot be read/],
    [
      'a folder that is not there',
      ['Export', GUIDE_EXPORT, 'none'],
      1,
      /The folder none does not exist; nothing was sent/,
    ],
    [
      'another format',
      ['Export', GUIDE_EXPORT, '.', '--format', 'xml'],
      2,
      /'xml' is invalid. It is one of table, json/,
    ],
    ['another endpoint', ['Export', GUIDE_EXPORT, '.', '--endpoint-url', 'ftp://x'], 2, /takes an http or https/],
  ])('makes no job for %s', async (_, args, code, complaint) => {
    const before = (await waybill(['ListJobs'])).out

    expect(await waybill(['CreateJob', ...args])).toEqual({
      code,
      out: '',
      complaint: expect.stringMatching(complaint),
    })
    expect((await waybill(['ListJobs'])).out).toBe(before)
  })

  it('shows where a manifest is no text', async () => {
    await writeFile(join(folder, 'binary'), Uint8Array.of(97, 58, 0xff))

    expect((await waybill(['CreateJob', 'Import', 'binary', '.'])).complaint).toMatch(/binary:1:3: /)
  })

  it("fails with the service's message", async () => {
    await writeFile(join(folder, 'manifest'), 'no manifest')

    expect(await waybill(['CreateJob', 'Import', 'manifest', '.'])).toEqual({
      code: 1,
      out: '',
      complaint: expect.stringMatching(
        /waybill CreateJob: MalformedManifestException: Your manifest is not well-formed\n$/,
      ),
    })
  })
})

describe('waybill CreateJob with a Waybill', () => {
  it('shows every fault of a manifest that is refused, and does not call a job created that was there', async () => {
    const world = await cliWorld()
    try {
      await writeFile(join(world.folder, 'bad.txt'), importManifest('acl:open', 'colour:red', 'acl:open'))
      await writeFile(join(world.folder, 'good.txt'), importManifest())

      const refused = await world.does(['CreateJob', 'Import', 'bad.txt', '.'])
      const first = await world.does(['CreateJob', 'Import', 'good.txt', '.'])
      const again = await world.does(['CreateJob', 'Import', 'good.txt', '.'])

      expect(refused).toMatchObject({ code: 1, printed: '' })
      for (const fault of ['VALUE_NOT_ALLOWED', 'OPTION_UNKNOWN', 'OPTION_TWICE']) {
        expect(refused.complained).toContain(fault)
      }
      expect(first.printed).toMatch(/^JOB CREATED\n/)
      expect(again.code).toBe(0)
      expect(again.printed).toBe(
        first.printed.replace(
          'JOB CREATED',
          'JOB FOUND: the same manifest made this job before, and no second one was created',
        ),
      )
    } finally {
      await world.stop()
    }
  })
})

describe('the PDF of a job that has no SIGNATURE', () => {
  const serve = async (url: (origin: string) => string) => {
    const service = await serveQueryApi({
      CreateJob: async () => ({
        JobType: 'Import',
        JobId: 'EBS12',
        AwsShippingAddress: 'Depot\nJOBID EBS12',
        ArtifactList: [{ Description: 'Sheet', URL: url(service.url) }],
      }),
    })
    service.files.set('/logs/EBS12-sheet.pdf', new TextEncoder().encode('%PDF-1.7'))
    return service
  }

  it('is fetched and written to the folder', async () => {
    const service = await serve(origin => `${origin}/logs/EBS12-sheet.pdf`)
    try {
      const { code, out } = await waybill(['CreateJob', 'Import', IMPORT, '.'], { url: service.url })

      expect(code).toBe(0)
      expect(out).toContain('\tWriting Sheet to ./EBS12-sheet.pdf\n')
      expect(out).not.toContain('SignatureFileContents')
      expect(await readFile(join(folder, 'EBS12-sheet.pdf'), 'utf8')).toBe('%PDF-1.7')
    } finally {
      await service.stop()
    }
  })

  it('that cannot be fetched fails the command, but the job is shown', async () => {
    const service = await serve(origin => `${origin}/nowhere.pdf`)
    try {
      const { code, out, complaint } = await waybill(['CreateJob', 'Import', IMPORT, '.'], { url: service.url })

      expect(code).toBe(1)
      expect(out).toContain('JobId: EBS12')
      expect(complaint).toContain(
        `Job EBS12 is created, but ${service.url}/nowhere.pdf could not be fetched: it answered`,
      )
    } finally {
      await service.stop()
    }
  })

  it.each(['/logs/..%2f..%2fprofile', '/logs/.pdf', '/logs/'])('is never written where %s points', async path => {
    const service = await serve(origin => `${origin}${path}`)
    service.files.set(path, new TextEncoder().encode('%PDF-1.7'))
    try {
      await waybill(['CreateJob', 'Import', IMPORT, '.'], { url: service.url })

      expect(await readdir(folder)).toEqual(['EBS12.pdf'])
    } finally {
      await service.stop()
    }
  })
})

describe('waybill UpdateJob, CancelJob, GetStatus and ListJobs', () => {
  it('do what the tool did with a job', async () => {
    const { jobId, signature } = await created('Import', IMPORT, '.')

    const status = await waybill(['GetStatus', jobId])
    expect(status.code).toBe(0)
    expect(status.out).toContain(`JobId: ${jobId}\nJobType: Import\nCreationDate: `)
    expect(status.out).toContain(`Signature: ${signature}\n`)
    expect(status.out).toContain('\nCurrentManifest:\n\t# The genome')
    expect(await waybill(['UpdateJob', jobId, 'Export', GUIDE_EXPORT])).toEqual({
      code: 0,
      out: `JOB UPDATED\n\tJobId: ${jobId}\n\tJobType: Export\n`,
      complaint: '',
    })
    expect((await waybill(['CancelJob', jobId])).out).toBe(`JOB CANCELED\n\tJobId: ${jobId}\n`)
    expect((await waybill(['ListJobs'])).out).toMatch(
      new RegExp(`^JobId   JobType  CreationDate          IsCanceled\n${jobId}   Export   \\S{20}  true\n`),
    )
    expect(await waybill(['CancelJob', jobId])).toEqual({
      code: 1,
      out: '',
      complaint: `waybill CancelJob: CanceledJobIdException: Job ${jobId} has been canceled\n`,
    })
  })

  it('with ValidateOnly leave the job as it is', async () => {
    const { jobId } = await created('Import', IMPORT, '.')

    expect((await waybill(['UpdateJob', jobId, 'Export', GUIDE_EXPORT, 'ValidateOnly'])).out).toBe(
      'MANIFEST VALID\nThe job was not changed.\n',
    )
    expect(JSON.parse((await waybill(['GetStatus', jobId, '--format', 'json'])).out)).toMatchObject({
      jobId,
      jobType: 'Import',
      progressCode: 'Pending',
      errorCount: 0,
    })
  })

  it('show no password of a manifest', async () => {
    const text = await readFile(IMPORT, 'utf8')
    await writeFile(join(folder, 'manifest'), `trueCryptPassword: hunter2hunter2\n${text}`)
    const { jobId } = await created('Import', 'manifest', '.')

    expect((await waybill(['GetStatus', jobId])).out).not.toContain('hunter2')
  })

  it('list jobs page by page, and none in words', async () => {
    const CreationDate = new Date('2026-11-21T10:00:00Z')
    const service = await serveQueryApi({
      ListJobs: async (_, { Marker }) => ({
        Jobs: [{ JobId: Marker ? 'BBBBB' : 'AAAAA', JobType: 'Import', CreationDate, IsCanceled: false }],
        IsTruncated: Marker === undefined,
      }),
    })
    const empty = await serveQueryApi({ ListJobs: async () => ({ Jobs: [], IsTruncated: false }) })
    try {
      const { out } = await waybill(['ListJobs', '--format', 'json'], { url: service.url })

      expect(JSON.parse(out).map(({ jobId }: { jobId: string }) => jobId)).toEqual(['AAAAA', 'BBBBB'])
      expect((await waybill(['ListJobs'], { url: empty.url })).out).toBe('No jobs.\n')
    } finally {
      await Promise.all([service.stop(), empty.stop()])
    }
  })
})

describe('waybill GetShippingLabel', () => {
  const asked: unknown[] = []
  let service: Awaited<ReturnType<typeof serveQueryApi>>
  beforeAll(async () => {
    service = await serveQueryApi({
      GetShippingLabel: async (_, request) => {
        asked.push(request)
        return { ShippingLabelURL: 'https://labels.example/shipping-label-AB123.pdf' }
      },
    })
  })
  afterAll(() => service.stop())
  const ANSWERS = ['AB123, CD456', 'Jo Doe', 'ACME', '1 Any Street', '', '', 'Anytown', 'WA', 'USA', '98101', '555']
  const SENDER = {
    name: 'Jo Doe',
    company: 'ACME',
    street1: '1 Any Street',
    city: 'Anytown',
    stateOrProvince: 'WA',
    country: 'USA',
    postalCode: '98101',
    phoneNumber: '555',
  }

  it('asks as the tool did', async () => {
    const { code, out, complaint } = await waybill(['GetShippingLabel'], {
      url: service.url,
      input: ANSWERS.map(line => `${line}\n`).join(''),
    })

    expect([code, out]).toEqual([
      0,
      'A prepaid shipping label has been uploaded to https://labels.example/shipping-label-AB123.pdf\n',
    ])
    expect(complaint.replaceAll(': ', ':\n')).toBe(`Version:
2012-01-14
Please enter the job ids each separated by comma:
---Please specify your address---
Enter name (Required):
Enter company (Required):
Enter street1 (Required):
Enter street2 (Optional):
Enter street3 (Optional):
Enter city (Required):
Enter state or province (Required in US and Canada):
Enter country (Required):
Enter postal code (Required):
Enter phone number (Required):
`)
    expect(asked.at(-1)).toEqual({ jobIds: ['AB123', 'CD456'], ...SENDER })
  })

  it('asks again for what is needed, the state once the country needs it', async () => {
    const answers = [
      '',
      'AB123',
      '',
      'Jo Doe',
      'ACME',
      '1 Any Street',
      '',
      '',
      'Anytown',
      '',
      'USA',
      '98101',
      '555',
      'WA',
    ]

    const { code } = await waybill(['GetShippingLabel'], { url: service.url, input: answers.join('\r\n') })

    expect(code).toBe(0)
    expect(asked.at(-1)).toEqual({ jobIds: ['AB123'], ...SENDER })
  })

  it('sends nothing if the answers end too early', async () => {
    const before = asked.length

    expect(await waybill(['GetShippingLabel'], { url: service.url, input: 'AB123\n' })).toMatchObject({
      code: 1,
      complaint: expect.stringContaining('The input ended before all was answered; nothing was sent.'),
    })
    expect(asked).toHaveLength(before)
  })

  it('asks nothing when flags answer, and names what they lack', async () => {
    const flags = ['--job-ids', 'AB123', '--name', 'Jo Doe', '--company', 'ACME', '--street1', '1 Any Street']
    const rest = ['--city', 'Anytown', '--country', 'USA', '--postal-code', '98101', '--phone-number', '555']

    expect(await waybill(['GetShippingLabel', ...flags, ...rest], { url: service.url })).toMatchObject({
      code: 2,
      complaint: expect.stringContaining('Also needed: --state-or-province.\n'),
    })
    const all = [...flags, ...rest, '--state-or-province', 'WA', '--format', 'json']
    expect(JSON.parse((await waybill(['GetShippingLabel', ...all], { url: service.url })).out)).toEqual({
      jobIds: ['AB123'],
      url: 'https://labels.example/shipping-label-AB123.pdf',
    })
    expect(asked.at(-1)).toEqual({ jobIds: ['AB123'], ...SENDER })
  })
})

describe('who signs', () => {
  it.each(['AwsCredentials.properties', 'AWSCredentials.properties'])('is read from %s in the folder', async name => {
    const { accessKeyId, secretAccessKey } = OTHER_KEY
    await writeFile(join(folder, name), `#mine\r\naccessKeyId = ${accessKeyId}\r\nsecretKey=${secretAccessKey}\r\n`)

    expect(await waybill(['ListJobs'])).toEqual({ code: 0, out: 'No jobs.\n', complaint: '' })
  })

  it('is read from a file that lacks nothing, or the file is named', async () => {
    await writeFile(join(folder, 'AwsCredentials.properties'), 'accessKeyId=AKIA\nsecret=hush-hush\n')

    const { code, complaint } = await waybill(['ListJobs'])

    expect(code).toBe(1)
    expect(complaint).toMatch(/AwsCredentials\.properties must have a line accessKeyId=… and a line secretKey=…/)
    expect(complaint).not.toContain('hush')
  })

  it('is named with where the key comes from, if the endpoint does not know it', async () => {
    await writeFile(join(folder, 'AwsCredentials.properties'), 'accessKeyId=AKIANOBODY\nsecretKey=hush-hush\n')

    const { complaint } = await waybill(['ListJobs'])

    expect(complaint).toMatch(/InvalidClientTokenId: .* signed with AKIANOBODY, from .*AwsCredentials\.properties\.\n$/)
    expect(complaint).not.toContain('hush')
  })
})

describe('a service that is not there', () => {
  it('is named with what to do', async () => {
    expect(await waybill(['ListJobs'], { url: 'http://127.0.0.1:1' })).toEqual({
      code: 3,
      out: '',
      complaint: expect.stringMatching(
        /^waybill ListJobs: http:\/\/127\.0\.0\.1:1\/: .*\(ECONNREFUSED\)\. Nothing was sent\. Start Waybill with "npm start" in its checkout, or name another endpoint/,
      ),
    })
  })

  it('that breaks may have made the job, which must be looked for', async () => {
    const service = await serveQueryApi({
      CreateJob: async () => ({ code: 'ServiceUnavailable', message: 'Come again' }),
    })
    try {
      const { code, complaint } = await waybill(['CreateJob', 'Import', IMPORT, '.'], { url: service.url })

      expect(code).toBe(3)
      expect(complaint).toContain('ServiceUnavailable: Come again It may have been done all the same')
    } finally {
      await service.stop()
    }
  })
})
