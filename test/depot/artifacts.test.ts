import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createDepot } from '../../lib/depot/depot.ts'
import type { DepotDeps } from '../../lib/depot/depot-deps.ts'
import { jobSignature } from '../../lib/depot/job-signature.ts'
import { describeWith } from '../support/outside-tools.ts'
import { barcodesOf, PDF_TOOLS_MISSING, textOf } from '../support/pdf.ts'
import { call, staff } from './ask-depot.ts'
import { collectLog, createTestClock, depotDeps, KEY, OTHER_KEY } from './depot-fixture.ts'
import { createMemoryBucketFiles } from './memory-bucket-files.ts'
import { EBS_IMPORT, S3_EXPORT, S3_IMPORT } from './sample-manifests.ts'

const DAY = 24 * 60 * 60_000
const SENDER = {
  name: 'Jörg Łoś',
  company: 'Example & <Co>',
  street1: '1 Main Street',
  city: 'Springfield',
  stateOrProvince: 'VA',
  postalCode: '22153',
  country: 'USA',
  phoneNumber: '206-555-1111',
}

const fresh = (changes: Partial<DepotDeps> = {}) => {
  const clock = createTestClock()
  const { files, objects } = createMemoryBucketFiles()
  return { clock, objects, deps: depotDeps({ clock: clock.now, files, ...changes }) }
}
const create = async (deps: DepotDeps, Manifest = EBS_IMPORT, JobType = 'Import', key = KEY) => {
  const { result, fault } = await call(deps, 'CreateJob', { JobType, Manifest }, key)
  if (fault) throw new Error(`${fault.Code}: ${fault.Message}`)
  return result
}
/** Follows a link that the depot gave, as a browser does: no signature. */
const follow = async (deps: DepotDeps, url: string, method = 'GET') => {
  const { pathname: path } = new URL(url)
  const { status, headers, body } = await createDepot(deps)({ method, path, query: '', headers: {}, body: Buffer.of() })
  return { status, headers, body: Buffer.from(body) }
}
const label = (deps: DepotDeps, jobIds: readonly string[], sender: Partial<typeof SENDER> = SENDER, key = KEY) => {
  const members = jobIds.map((jobId, index) => [`jobIds.member.${index + 1}`, jobId])
  return call(deps, 'GetShippingLabel', { ...Object.fromEntries(members), ...sender }, key)
}
const oneLine = (text: readonly string[]) => text.join(' ').replace(/\s+/g, ' ')

describeWith(PDF_TOOLS_MISSING, 'the papers that the depot gives out, read by poppler and zbar', () => {
  it('are, for an EBS job, a sheet with the signature that the staff will ask for', async () => {
    const { deps, objects } = fresh()
    const { JobId: jobId, ArtifactList } = await create(deps, `${EBS_IMPORT}logPrefix:papers/\n`)
    const { body } = await follow(deps, ArtifactList.member[0].URL)

    expect(oneLine(await textOf(body))).toContain(`JOB ${jobId} Barcode sheet of your Import/Export job`)
    const barcodes = (await barcodesOf(body)).flat()
    const signature = jobSignature(deps.signingSecret, { jobId, owner: KEY.accessKeyId })
    expect(barcodes).toEqual(
      expect.arrayContaining([
        { kind: 'CODE-128', text: jobId },
        { kind: 'CODE-128', text: signature },
        { kind: 'QR-Code', text: `JOBID ${jobId}\nDEVICE HD002\nhttps://depot.example/staff/jobs/${jobId}` },
      ]),
    )
    expect(objects.get(`mylogs/papers/barcode-sheet-${jobId}.pdf`)).toEqual({
      bytes: new Uint8Array(body),
      contentType: 'application/pdf',
    })
    const scanned = barcodes.find(({ text }) => text.length === signature.length)?.text
    expect((await staff(deps, `${jobId}/receive`, { signature: scanned })).answer).toMatchObject({ stage: 'received' })
  })

  it('are, for several jobs in one parcel, a label with every ID', async () => {
    const { deps, objects } = fresh()
    const ids = [(await create(deps)).JobId, (await create(deps, S3_EXPORT, 'Export')).JobId]
    const { result } = await label(deps, [ids[0], ids[1].toLowerCase(), ids[0]])
    const { body } = await follow(deps, result.ShippingLabelURL)

    expect(Object.keys(result)).toEqual(['ShippingLabelURL'])
    expect((await barcodesOf(body)).flat().filter(({ kind }) => kind === 'CODE-128')).toEqual(
      expect.arrayContaining(ids.map(text => ({ kind: 'CODE-128', text }))),
    )
    const text = oneLine(await textOf(body))
    expect(text).toContain('FROM Jörg Los Example & <Co> 1 Main Street Springfield, VA 22153 USA Phone 206-555-1111')
    expect(text).toContain(`JOBID ${ids.join(' ')}`)
    expect([...objects.keys()]).toContain(`mylogs/shipping-label-${ids[0]}.pdf`)
  })

  it('have the return address of the manifest where the sender is not given, and show that', async () => {
    const { deps } = fresh()
    const { JobId } = await create(deps, S3_IMPORT)
    const { result } = await label(deps, [JobId], {})

    expect(result.Warning).toBe(`No sender was given; the label has the return address of job ${JobId}.`)
    const { body } = await follow(deps, result.ShippingLabelURL)
    expect(oneLine(await textOf(body))).toContain('FROM Jane Roe 123 Any Street Anytown, WA 91011-1111 USA')
  })

  it('follow an update: the old link leads to the new sheet', async () => {
    const { deps } = fresh()
    const { JobId, ArtifactList } = await create(deps)
    const Manifest = EBS_IMPORT.replace('deviceId:HD002', 'deviceId:HD777')
    const { result } = await call(deps, 'UpdateJob', { JobId, JobType: 'Import', Manifest })

    expect(result.ArtifactList).toEqual(ArtifactList)
    expect(oneLine(await textOf((await follow(deps, ArtifactList.member[0].URL)).body))).toContain('HD777')
  })
})

describe('a barcode sheet', () => {
  it('is named by CreateJob, UpdateJob and GetStatus, and not by a validation', async () => {
    const { deps, objects } = fresh()
    const { JobId, ArtifactList } = await create(deps)
    const update = { JobId, JobType: 'Import', Manifest: EBS_IMPORT }

    expect(ArtifactList.member).toEqual([
      {
        Description: 'Barcode sheet: job information, shipping instructions and signature barcode',
        URL: expect.stringMatching(
          new RegExp(`^https://depot\\.example/artifacts/[\\w-]{43}/barcode-sheet-${JobId}\\.pdf$`),
        ),
      },
    ])
    expect((await call(deps, 'GetStatus', { JobId })).result.ArtifactList).toEqual(ArtifactList)
    expect((await call(deps, 'UpdateJob', update)).result.ArtifactList).toEqual(ArtifactList)
    expect((await call(deps, 'UpdateJob', { ...update, ValidateOnly: 'true' })).result).not.toHaveProperty(
      'ArtifactList',
    )
    const before = objects.size
    const validated = await call(deps, 'CreateJob', { JobType: 'Import', Manifest: EBS_IMPORT, ValidateOnly: 'true' })
    expect([validated.status, validated.result.ArtifactList, objects.size]).toEqual([200, undefined, before])
  })

  it('comes and goes with the kind of job', async () => {
    const { deps } = fresh()
    const { JobId } = await create(deps, S3_IMPORT)
    const to = (Manifest: string) => call(deps, 'UpdateJob', { JobId, JobType: 'Import', Manifest })

    const { result } = await to(EBS_IMPORT)
    expect((await follow(deps, result.ArtifactList.member[0].URL)).status).toBe(200)
    expect((await to(S3_IMPORT)).result).not.toHaveProperty('ArtifactList')
    expect((await call(deps, 'GetStatus', { JobId })).result).not.toHaveProperty('ArtifactList')
    expect((await follow(deps, result.ArtifactList.member[0].URL)).status).toBe(404)
  })

  it('that the bucket did not take does not undo the job, and is made when its link is followed', async () => {
    const { log, lines } = collectLog()
    const files = { put: () => Promise.reject(new Error('no access')), get: async () => undefined }
    const { deps } = fresh({ files, log })
    const { JobId, ArtifactList } = await create(deps)

    const { status, headers, body } = await follow(deps, ArtifactList.member[0].URL)

    expect([status, headers['Content-Type'], body.subarray(0, 5).toString()]).toEqual([200, 'application/pdf', '%PDF-'])
    expect(lines).toEqual([expect.objectContaining({ jobId: JobId, error: expect.any(Error) })])
  })

  it('in the bucket is that of the last manifest, even if another was faster to change the job', async () => {
    const memory = createMemoryBucketFiles()
    const { deps } = fresh()
    const { JobId } = await create(deps)
    const update = (deviceId: string, of: DepotDeps) =>
      call(of, 'UpdateJob', { JobId, JobType: 'Import', Manifest: EBS_IMPORT.replace('HD002', deviceId) })
    let overtaken = false
    const files: DepotDeps['files'] = {
      ...memory.files,
      put: async (...args) => {
        if (!overtaken) {
          overtaken = true
          await update('SECOND', { ...deps, files: memory.files })
        }
        await memory.files.put(...args)
      },
    }
    await update('FIRST', { ...deps, files })
    const last = memory.objects.get(`mylogs/barcode-sheet-${JobId}.pdf`)
    await update('SECOND', { ...deps, files: memory.files })

    expect(memory.objects.get(`mylogs/barcode-sheet-${JobId}.pdf`)).toEqual(last)
  })
})

describe('a shipping label', () => {
  it.each([
    ['a job that is not there', 'InvalidJobIdException', async () => 'ZZZZZ'],
    ["another key's job", 'InvalidJobIdException', (deps: DepotDeps) => create(deps, S3_IMPORT, 'Import', OTHER_KEY)],
    [
      'a cancelled job',
      'CanceledJobIdException',
      async (deps: DepotDeps) => {
        const { JobId } = await create(deps)
        await call(deps, 'CancelJob', { JobId })
        return { JobId }
      },
    ],
  ])('is refused as a whole for %s among others: %s', async (_, code, make) => {
    const { deps, objects } = fresh()
    const made: { readonly JobId: string } | string = await make(deps)
    const other = typeof made === 'string' ? made : made.JobId
    const { JobId } = await create(deps, S3_IMPORT)
    const before = objects.size

    const { status, fault } = await label(deps, [JobId, other])

    expect([status, fault?.Code, objects.size]).toEqual([400, code, before])
  })

  it('is refused for a job that has expired', async () => {
    const { deps, clock } = fresh()
    const { JobId } = await create(deps)
    clock.advance(30 * DAY)

    expect((await label(deps, [JobId])).fault?.Code).toBe('ExpiredJobIdException')
  })

  it('is refused without a job', async () => {
    const { deps } = fresh()

    for (const params of [{}, { jobIds: '' }, { 'jobIds.member.2': 'ABCDE' }]) {
      expect((await call(deps, 'GetShippingLabel', { ...params, ...SENDER })).fault).toMatchObject({
        Code: 'InvalidJobIdException',
        Message: 'jobIds must be specified',
      })
    }
  })

  it.each([
    [{ company: ' ' }, 'company must be specified'],
    [{ street1: 'P.O. Box 12' }, '"street1" is a post-office box.'],
    [{ stateOrProvince: '' }, '"stateOrProvince" is missing; an address in the United States needs it.'],
    [{ stateOrProvince: '', country: 'Canada' }, '"stateOrProvince" is missing; an address in Canada needs it.'],
    [{ city: 'x'.repeat(101) }, 'city has more than 100 characters'],
    [{ city: 'a\nb' }, 'city has a control character'],
  ])('is refused for a sender with %j', async (change, message) => {
    const { deps } = fresh()
    const { JobId } = await create(deps)

    const { status, fault } = await label(deps, [JobId], { ...SENDER, ...change })

    expect([status, fault]).toEqual([400, { Type: 'Sender', Code: 'InvalidAddressException', Message: message }])
  })

  it('needs no state where there are none', async () => {
    const { deps } = fresh()
    const { JobId } = await create(deps)

    expect((await label(deps, [JobId], { ...SENDER, stateOrProvince: '', country: 'Germany' })).status).toBe(200)
  })

  it('for a device that is there already is given with a warning', async () => {
    const { deps } = fresh()
    const { JobId } = await create(deps)
    await staff(deps, `${JobId}/receive`)

    expect((await label(deps, [JobId])).result.Warning).toBe(`The device of job ${JobId} has been received already.`)
  })

  it('asked for again takes the place of the first', async () => {
    const { deps, objects } = fresh()
    const { JobId } = await create(deps, S3_IMPORT)
    const first = await label(deps, [JobId])
    const second = await label(deps, [JobId], { ...SENDER, name: 'John' })

    expect(second.result).toEqual(first.result)
    expect([...objects.keys()]).toEqual([`mybucket/shipping-label-${JobId}.pdf`])
  })
})

describe('a link to a PDF', () => {
  it('is for whoever has it, and kept by no cache', async () => {
    const { deps } = fresh()
    const { ArtifactList, JobId } = await create(deps)

    const get = await follow(deps, ArtifactList.member[0].URL)
    expect(get).toMatchObject({
      status: 200,
      headers: {
        'Content-Type': 'application/pdf',
        'Content-Disposition': `inline; filename="barcode-sheet-${JobId}.pdf"`,
        'Cache-Control': 'no-store',
      },
    })
    expect((await follow(deps, ArtifactList.member[0].URL, 'HEAD')).status).toBe(200)
    expect(await follow(deps, ArtifactList.member[0].URL, 'DELETE')).toMatchObject({
      status: 405,
      headers: { Allow: 'GET, HEAD' },
    })
  })

  it('cannot be guessed: any other character leads nowhere', async () => {
    const { deps } = fresh()
    const { URL: url } = (await create(deps)).ArtifactList.member[0]
    const { pathname } = new URL(url)

    await fc.assert(
      fc.asyncProperty(fc.nat(pathname.length - 1), fc.constantFrom('A', 'b', '1', '-', '/'), async (at, character) => {
        fc.pre(at > 0 && pathname[at] !== character)
        const changed = pathname.slice(0, at) + character + pathname.slice(at + 1)
        expect((await follow(deps, `https://depot.example${changed}`)).status).toBeGreaterThanOrEqual(400)
      }),
    )
  })

  it('is there for the label only once one was asked for', async () => {
    const { deps } = fresh()
    const { JobId } = await create(deps)
    const { ShippingLabelURL } = (await label(deps, [JobId])).result
    const { JobId: other } = await create(deps)

    expect((await follow(deps, ShippingLabelURL)).status).toBe(200)
    expect((await follow(deps, ShippingLabelURL.replace(JobId, other))).status).toBe(404)
  })

  it('answers our failure without detail', async () => {
    const { log, lines } = collectLog()
    const { deps } = fresh({ log })
    const { URL: url } = (await create(deps)).ArtifactList.member[0]
    const jobs = { ...deps.jobs, get: () => Promise.reject(new Error('table gone')) }

    const { status, body } = await follow({ ...deps, jobs }, url)

    expect([status, body.toString()]).toEqual([500, 'The depot failed.\n'])
    expect(lines).toHaveLength(1)
  })
})
