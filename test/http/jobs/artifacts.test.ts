import { beforeEach, describe, expect, it } from '@jest/globals'
import { lookUpJobs } from '../../../lib/http/jobs/look-up-jobs.ts'
import { manageJobs } from '../../../lib/http/jobs/manage-jobs.ts'
import { submitJobs } from '../../../lib/http/jobs/submit-jobs.ts'
import { readResult } from '../../support/http-answer.ts'
import { exportManifest, importManifest } from '../../support/manifests.ts'
import { proxyEvent } from '../../support/proxy-event.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

let world: SubmissionWorld
beforeEach(() => {
  world = submissionWorld()
})

type Request = Parameters<typeof proxyEvent>[0]
const JSON_TYPE = { 'Content-Type': 'application/json' }
const asLab = (request: Request): Request => ({ team: 'lab', params: { jobId: 'J1111' }, ...request })
const submitting = async (request: Request) => readResult(await submitJobs(world.deps)(proxyEvent(asLab(request))))
const managing = async (request: Request) => readResult(await manageJobs(world.deps)(proxyEvent(asLab(request))))
const looking = async (request: Request) => readResult(await lookUpJobs(world.deps)(proxyEvent(asLab(request))))
const submit = (body = importManifest()) =>
  submitting({ route: 'POST /v1/jobs', headers: { 'Content-Type': 'text/plain' }, body })

describe('GET /v1/jobs/{jobId}/manifest', () => {
  it('gives the manifest as it was sent, but for its secrets', async () => {
    await submit(importManifest('trueCryptPassword:correct horse', '# for Monday'))

    const { status, headers, text } = await looking({ route: 'GET /v1/jobs/{jobId}/manifest' })

    expect(status).toBe(200)
    expect(text).toBe(importManifest('trueCryptPassword:[redacted]', '# for Monday'))
    expect(headers).toMatchObject({
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      Digest: expect.stringMatching(/^SHA-256=/),
    })
  })

  it("of another team's job is 404", async () => {
    await submit()

    expect((await looking({ route: 'GET /v1/jobs/{jobId}/manifest', team: 'film' })).status).toBe(404)
  })
})

describe('GET /v1/jobs/{jobId}/artifacts/{name}', () => {
  const LABEL = 'https://labels.example/shipping-label-J1111.pdf'
  const fetchLabel = (name = 'shipping-label-J1111.pdf', team = 'lab') =>
    managing({ route: 'GET /v1/jobs/{jobId}/artifacts/{name}', params: { jobId: 'J1111', name }, team })
  beforeEach(async () => {
    await submit()
    const body = JSON.stringify({ jobIds: ['J1111'] })
    await managing({ route: 'POST /v1/shipping-labels', headers: JSON_TYPE, body })
    world.files.set(LABEL, Buffer.from('%PDF-1.7 label'))
  })

  it('is announced with the job, by name', async () => {
    const { body } = await looking({ route: 'GET /v1/jobs/{jobId}' })

    expect(body.artifacts).toEqual([
      {
        name: 'shipping-label-J1111.pdf',
        description: 'Shipping label',
        url: LABEL,
        link: '/v1/jobs/J1111/artifacts/shipping-label-J1111.pdf',
      },
    ])
  })

  it('fetches the PDF once, archives it, and gives it from there for good', async () => {
    const first = await fetchLabel()
    world.files.clear()
    const second = await fetchLabel()

    expect([first.status, first.text, second.text]).toEqual([200, '%PDF-1.7 label', '%PDF-1.7 label'])
    expect(first.headers).toMatchObject({
      'Content-Type': 'application/pdf',
      'Content-Disposition': 'inline; filename="shipping-label-J1111.pdf"',
      'Cache-Control': 'no-store',
    })
    expect(world.archive.objects.get('artifacts/lab/J1111/2/shipping-label-J1111.pdf')).toBe('%PDF-1.7 label')
  })

  it('is the new one after a new label, although that has the same address', async () => {
    await fetchLabel()
    const body = JSON.stringify({ jobIds: ['J1111'], sender: { name: 'Another' } })
    await managing({ route: 'POST /v1/shipping-labels', headers: JSON_TYPE, body })
    world.files.set(LABEL, Buffer.from('%PDF-1.7 new label'))

    expect((await fetchLabel()).text).toBe('%PDF-1.7 new label')
    expect((await looking({ route: 'GET /v1/jobs/{jobId}' })).body.artifacts).toHaveLength(1)
  })

  it('is the new one after an update, also where that was made past Waybill', async () => {
    await fetchLabel()
    await managing({
      route: 'PUT /v1/jobs/{jobId}/manifest',
      headers: { 'Content-Type': 'text/plain' },
      body: importManifest('prefix:b/'),
    })
    world.files.set(LABEL, Buffer.from('%PDF-1.7 after the update'))
    expect((await fetchLabel()).text).toBe('%PDF-1.7 after the update')

    const [job] = world.service.jobs
    if (job) Object.assign(job, { manifest: importManifest('prefix:c/') })
    await managing({ route: 'GET /v1/jobs/{jobId}/status' })
    world.files.set(LABEL, Buffer.from('%PDF-1.7 after another update'))
    expect((await fetchLabel()).text).toBe('%PDF-1.7 after another update')
  })

  it('is not replaced while a request changes the job: the next label is asked for afterwards', async () => {
    const job = await world.deps.jobs.job('J1111')
    const until = new Date(world.deps.clock().getTime() + 5000).toISOString()
    if (job) await world.deps.jobs.replace({ ...job, change: { owner: 'another', until }, version: job.version + 1 })
    const body = JSON.stringify({ jobIds: ['J1111'] })

    expect(await managing({ route: 'POST /v1/shipping-labels', headers: JSON_TYPE, body })).toMatchObject({
      status: 409,
      body: { code: 'CHANGE_IN_PROGRESS' },
    })
  })

  it('is given although it cannot be archived now', async () => {
    world.archive.fails = true

    expect((await fetchLabel()).status).toBe(200)
    expect(world.errors).toEqual(['artifact not archived'])
  })

  it('that cannot be fetched, or is no PDF, is a 502 that can be tried again', async () => {
    world.files.set(LABEL, Buffer.from('<html>'))
    expect(await fetchLabel()).toMatchObject({ status: 502, body: { code: 'ARTIFACT_UNAVAILABLE', retryable: true } })
    world.files.clear()
    expect((await fetchLabel()).status).toBe(502)
    expect([...world.archive.objects.keys()].filter(name => name.startsWith('artifacts/'))).toEqual([])
  })

  it("of another name, or of another team's job, is not there", async () => {
    expect(await fetchLabel('../SIGNATURE')).toMatchObject({ status: 404, body: { code: 'NO_ARTIFACT' } })
    expect(await fetchLabel(undefined, 'film')).toMatchObject({ status: 404, body: { code: 'JOB_NOT_FOUND' } })
  })
})

describe('POST /v1/signatures/verify', () => {
  const verify = (body: string | Buffer, overrides: Partial<Request> = {}) =>
    looking({ route: 'POST /v1/signatures/verify', headers: { 'Content-Type': 'text/plain' }, body, ...overrides })
  let file: string
  beforeEach(async () => {
    file = (await submit()).body.signatureFileContents
  })

  it('reports which job a SIGNATURE file belongs to, and that it is genuine', async () => {
    expect(await verify(file)).toMatchObject({
      status: 200,
      body: { genuine: true, exact: true, jobId: 'J1111', state: 'created', deviceId: 'WX21-0046' },
    })
  })

  const utf8 = (text: string) => Buffer.from(text)
  const utf16le = (text: string) => Buffer.from(text, 'utf16le')
  const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()
  it.each<[string, (file: string) => Buffer, string[]]>([
    [
      'UTF-16 with its mark (PowerShell >)',
      it => utf16le(`\uFEFF${it.replaceAll('\n', '\r\n')}`),
      ['UTF_16', 'LINE_ENDS'],
    ],
    ['UTF-16 without a mark', utf16le, ['UTF_16']],
    ['UTF-16 of the other order', it => utf16be(`\uFEFF${it}`), ['UTF_16']],
    ['UTF-8 with a mark (Set-Content)', it => utf8(`\uFEFF${it}`), ['BYTE_ORDER_MARK']],
    ['CRLF', it => utf8(it.replaceAll('\n', '\r\n')), ['LINE_ENDS']],
    ['CR CR LF', it => utf8(it.replaceAll('\n', '\r\r\n')), ['LINE_ENDS']],
    ['CR alone', it => utf8(it.replaceAll('\n', '\r')), ['LINE_ENDS']],
    ['no last line end', it => utf8(it.trimEnd()), ['LAST_LINE_END']],
    ['one line end too many', it => utf8(`${it}\n`), ['LAST_LINE_END']],
    ['an empty line before', it => utf8(`\n${it}`), ['LAST_LINE_END']],
    ['blanks at the ends', it => utf8(it.replaceAll('\n', '  \n')), ['BLANKS']],
    ['blanks after colons', it => utf8(it.replaceAll(':', ': ')), ['BLANKS']],
    ['indented lines', it => utf8(it.replace(/^/gm, '\t').trimEnd()), ['BLANKS', 'LAST_LINE_END']],
    ['the job ID in small letters', it => utf8(it.replace('J1111', 'j1111')), ['OTHER_TEXT']],
    [
      'all that a Windows editor does',
      it => utf8(`\uFEFF${it.replaceAll('\n', ' \r\n')}\r\n`),
      ['BYTE_ORDER_MARK', 'LINE_ENDS', 'BLANKS', 'LAST_LINE_END'],
    ],
  ])(
    'finds a genuine signature in a file that is not the same byte for byte, and shows what to mend: %s',
    async (...row) => {
      const [, change, codes] = row

      const { status, body } = await verify(change(file))

      expect(status).toBe(200)
      expect(body).toMatchObject({ genuine: true, exact: false, advice: expect.stringContaining('-OutFile SIGNATURE') })
      expect(body.differences.map(({ code }: { code: string }) => code)).toEqual(codes)
      expect(JSON.stringify(body)).not.toContain('hmgL0julWxoVXeYHHqFQAbvmaL4=')
    },
  )

  it('reports of the very file that nothing is different', async () => {
    const { body } = await verify(utf8(file))

    expect(body).toMatchObject({ exact: true, differences: [] })
    expect(body).not.toHaveProperty('advice')
  })

  it('recognises a forged one', async () => {
    const forged = file.replace(/signature:./, 'signature:Z')

    expect(await verify(forged)).toMatchObject({
      status: 200,
      body: {
        genuine: false,
        exact: false,
        jobId: 'J1111',
        differences: [{ code: 'OTHER_TEXT', detail: expect.stringContaining('Line 4') }],
      },
    })
  })

  it.each(['hello', 'version:2.0\n', ''.padEnd(4000, 'x'), '\r\r\r', ' \t\n'])(
    'refuses what is none: %j',
    async text => {
      expect(await verify(text)).toMatchObject({ status: 422, body: { code: 'SIGNATURE_MALFORMED' } })
    },
  )

  it('refuses what is too large or of another kind', async () => {
    expect((await verify('x'.repeat(5000))).status).toBe(413)
    expect((await verify('{}', { headers: JSON_TYPE })).status).toBe(415)
    expect((await verify('')).status).toBe(400)
  })

  it("knows no job of another team's, but for an auditor", async () => {
    expect(await verify(file, { team: 'film' })).toMatchObject({ status: 404, body: { code: 'JOB_NOT_FOUND' } })
    expect((await verify(file, { team: 'audit', role: 'auditor' })).status).toBe(200)
  })
})

describe('POST /v1/batches', () => {
  const batch = (body: unknown, overrides: Partial<Request> = {}) =>
    submitting({ route: 'POST /v1/batches', headers: JSON_TYPE, body: JSON.stringify(body), ...overrides })
  const disks = (count: number) =>
    Array.from({ length: count }, (_, disk) => ({ manifest: importManifest(`prefix:disk-${disk}/`) }))

  it('makes a job of each manifest, in their order', async () => {
    const { status, body } = await batch({ items: disks(50) })

    expect(status).toBe(200)
    expect(body.items).toHaveLength(50)
    expect(body.items.every((item: { status: number }) => item.status === 201)).toBe(true)
    expect(new Set(body.items.map(({ job }: { job: { jobId: string } }) => job.jobId)).size).toBe(50)
    for (const [disk, { job }] of body.items.entries()) {
      const made = world.service.jobs.find(({ jobId }) => jobId === job.jobId)
      expect(made?.manifest).toContain(`prefix:disk-${disk}/`)
    }
  })

  it('answers for each what it would have got by itself', async () => {
    world.service.fates.push('answered')
    const items = [
      { manifest: importManifest(), idempotencyKey: 'a' },
      { manifest: 'bucket:b\n' },
      { manifest: exportManifest(), jobType: 'Import' },
    ]
    await batch({ items: items.slice(0, 1) })

    const { body } = await batch({ items })

    expect(body.items).toMatchObject([
      { status: 200, replayed: true, job: { jobId: 'J1111' } },
      { status: 422, problem: { code: 'MANIFEST_INVALID', errors: expect.any(Array) } },
      { status: 422, problem: { code: 'JOB_TYPE_MISMATCH' } },
    ])
  })

  it('with validateOnly makes nothing', async () => {
    const { body } = await batch({ items: disks(2), validateOnly: true })

    expect(body.items).toMatchObject([
      { status: 200, validation: { valid: true } },
      { status: 200, validation: { valid: true } },
    ])
    expect(await world.items()).toEqual([])
  })

  it('reports what there was no time for as not done, and does it the next time', async () => {
    const { createJob } = world.deps.service
    const slow = [18]
    world.deps.service.createJob = async (request, call) => {
      world.pass(slow.pop() ?? 0)
      return createJob.call(world.service, request, call)
    }

    const first = await batch({ items: disks(20) })

    const statuses: number[] = first.body.items.map(({ status }: { status: number }) => status)
    expect(new Set(statuses)).toEqual(new Set([201, 503]))
    const outOfTime = first.body.items.find(({ status }: { status: number }) => status === 503)
    expect(outOfTime).toMatchObject({ problem: { code: 'BATCH_OUT_OF_TIME', retryable: true }, retryAfterSeconds: 1 })
    world.deps.service.createJob = createJob.bind(world.service)
    const second = await batch({ items: disks(20) })
    expect(second.body.items.map(({ replayed }: { replayed: boolean }) => replayed)).toEqual(
      statuses.map(status => status === 201),
    )
    expect(world.service.jobs).toHaveLength(20)
  })

  it('makes one job of the same manifest twice in a batch', async () => {
    const { body } = await batch({ items: [...disks(1), ...disks(1)] })

    expect(body.items.filter(({ status }: { status: number }) => status === 201)).toHaveLength(1)
    expect(world.service.jobs).toHaveLength(1)
  })

  it.each([
    [{ items: [] }, 400],
    [{ items: disks(51) }, 400],
    [{ items: [{ text: 'a' }] }, 400],
    [{ items: [{ manifest: 'a', idempotencyKey: '' }] }, 400],
    [{ items: [{ manifest: 'x'.repeat(5_000_000) }] }, 413],
  ])('refuses what is no batch: %#', async (body, status) => {
    expect((await batch(body)).status).toBe(status)
  })

  it('is for members', async () => {
    expect((await batch({ items: disks(1) }, { team: 'audit', role: 'auditor' })).status).toBe(403)
    expect((await batch({ items: disks(1) }, { team: undefined })).status).toBe(401)
  })
})
