import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { close, listen } from '../../../lib/local/http-server.ts'
import { call } from '../../depot/ask-depot.ts'
import { createTestClock, depotDeps, STAFF_SECRET, serveDepot } from '../../depot/depot-fixture.ts'
import { EBS_IMPORT, S3_IMPORT } from '../../depot/sample-manifests.ts'
import { commandIo, waybill as runWaybill } from '../../support/command-io.ts'
import { describeWith } from '../../support/outside-tools.ts'
import { barcodesOf, PDF_TOOLS_MISSING } from '../../support/pdf.ts'

const deps = depotDeps({ clock: createTestClock(new Date('2026-11-21T10:00:00Z')).now })
let depot: Awaited<ReturnType<typeof serveDepot>>
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-cli-depot-'))
  await mkdir(join(folder, '.waybill'))
  await writeFile(join(folder, '.waybill', 'staff-secret'), `${STAFF_SECRET}\n`)
  depot = await serveDepot(deps)
})
afterAll(async () => {
  await depot.stop()
  await rm(folder, { recursive: true })
})

const waybill = async (
  args: readonly string[],
  env: Readonly<Record<string, string>> = { WAYBILL_DEPOT_URL: depot.url },
) => {
  const io = commandIo({ cwd: folder, env })
  const code = await runWaybill(['depot', ...args], io)
  return { code, printed: io.printed(), complained: io.complained() }
}
const create = async (Manifest = S3_IMPORT) => (await call(deps, 'CreateJob', { JobType: 'Import', Manifest })).result
const statusOf = async (JobId: string) => (await call(deps, 'GetStatus', { JobId })).result

describe('waybill depot', () => {
  it("takes a device through the depot's whole work", async () => {
    const { JobId, SignatureFileContents } = await create()
    await writeFile(join(folder, 'SIGNATURE'), SignatureFileContents)
    await writeFile(join(folder, 'log.csv'), 'DateTime,File\n')

    expect(await waybill(['receive', JobId, '--signature', 'SIGNATURE'])).toEqual({
      code: 0,
      complained: '',
      printed: [
        `Job ${JobId}, Import, of AKIAIOSFODNN7EXAMPLE, proved by its SIGNATURE`,
        'Created   2026-11-21T10:00:00.000Z, expires 2026-12-21T10:00:00.000Z unless its device comes',
        'Location  AtAWS: Your device is at AWS.',
        'Progress  Pending: The specified job has not started.',
        'Next      load, abort',
        '2026-11-21T10:00:00.000Z  received, SIGNATURE valid',
        '',
      ].join('\n'),
    })
    expect((await waybill(['load', JobId])).code).toBe(0)
    expect((await waybill(['finish', JobId, '--errors', '3', '--log', 'log.csv'])).printed).toContain(
      'finished, 3 errors',
    )
    const returned = await waybill(['return', JobId, '--carrier', 'UPS', '--tracking', '1Z999', '--format', 'json'])
    expect(JSON.parse(returned.printed)).toMatchObject({ jobId: JobId, location: { code: 'Returned' }, allowed: [] })
    expect(await statusOf(JobId)).toMatchObject({
      ProgressCode: 'SuccessWithErrors',
      ErrorCount: '3',
      Carrier: 'UPS',
      TrackingNumber: '1Z999',
    })
    const log = await deps.files.get({ bucket: 'mybucket', key: `import-log-${JobId}` })
    expect(Buffer.from(log ?? []).toString()).toBe('DateTime,File\n')
  })

  it('receives a device without its SIGNATURE, and aborts one that does not work', async () => {
    const [missing, broken] = [await create(), await create()]
    await writeFile(join(folder, 'SIGNATURE'), broken.SignatureFileContents)

    expect((await waybill(['receive', missing.JobId])).printed).toContain('Progress  MissingSignature: ')
    await waybill(['receive', broken.JobId, '--signature', join(folder, 'SIGNATURE')])
    expect((await waybill(['abort', broken.JobId, '--reason', 'DeviceError'])).printed).toContain(
      'aborted, DeviceError',
    )
  })

  it('shows a job with its manifest', async () => {
    const { JobId } = await create()

    const { code, printed } = await waybill(['show', JobId])

    expect([code, printed.endsWith(`\n\n${S3_IMPORT}`)]).toEqual([0, true])
    expect(printed).toContain('Next      receive\n')
  })

  it('lists what is allowed where a step is not', async () => {
    const { JobId } = await create()

    expect(await waybill(['load', JobId])).toEqual({
      code: 1,
      printed: '',
      complained: `waybill depot load: Job ${JobId} does not take "load": its device has not been received. Allowed now: receive.\n`,
    })
  })

  it.each([
    [[], 'Usage: waybill depot'],
    [['steal', 'ABCDE'], "unknown command 'steal'"],
    [['load'], "missing required argument 'jobid'"],
    [['load', 'ABCDE', 'FGHIJ'], 'too many arguments'],
    [['load', 'ABCDE', '--errors', '1'], "unknown option '--errors'"],
    [['finish', 'ABCDE', '--errors', '-1'], /whole number/],
    [['finish', 'ABCDE', '--errors', 'x'], 'It is a whole number from 0 to 999999999.'],
    [['abort', 'ABCDE'], "required option '--reason <code>' not specified"],
    [['return', 'ABCDE', '--carrier', 'UPS'], "required option '--tracking <number>' not specified"],
    [
      ['receive', 'ABCDE', '--signature', 'a', '--barcode', 'b'],
      "option '--signature <file>' cannot be used with option '--barcode <text>'",
    ],
    [['show', 'ABCDE', '--format', 'xml'], "'xml' is invalid"],
    [['show', 'ABCDE', '--what'], /unknown option '--what'/],
  ])('%j is not understood, and ends with exit code 2', async (args, message) => {
    const { code, complained } = await waybill(args)

    expect(code).toBe(2)
    expect(complained).toMatch(message)
  })

  it('explains what to do where secret, file or depot is not there', async () => {
    const nobody = createServer()
    const deaf = await listen(nobody, 0)
    await close(nobody)

    expect((await waybill(['show', 'ABCDE', '--staff-secret', 'nowhere'])).complained).toMatch(
      /the staff secret .*nowhere does not exist; start the depot once/,
    )
    expect((await waybill(['receive', 'ABCDE', '--signature', 'nowhere'])).complained).toMatch(/nowhere cannot be read/)
    expect((await waybill(['show', 'ABCDE', '--endpoint-url', deaf])).complained).toMatch(
      /No answer from http.*ECONNREFUSED/,
    )
    await writeFile(join(folder, 'wrong'), 'wrong')
    expect(await waybill(['show', 'ABCDE', '--staff-secret', 'wrong'])).toMatchObject({
      code: 1,
      complained: expect.stringContaining('The staff secret is missing or incorrect'),
    })
    expect((await waybill(['show', 'AAAAA'])).complained).toBe('waybill depot show: Unknown job AAAAA.\n')
  })

  it('distinguishes a depot from another server', async () => {
    const other = createServer((_, response) => response.writeHead(404).end('<html>'))
    const url = await listen(other, 0)

    expect((await waybill(['show', 'ABCDE'], { WAYBILL_DEPOT_URL: url })).complained).toMatch(
      /answered 404; is it a depot\?/,
    )
    await close(other)
  })
})

describeWith(PDF_TOOLS_MISSING, 'waybill depot receive --barcode', () => {
  it('takes what a scanner reads from the sheet', async () => {
    const { JobId, ArtifactList } = await create(EBS_IMPORT)
    const { pathname } = new URL(ArtifactList.member[0].URL)
    const sheet = await fetch(`${depot.url}${pathname}`)
    const codes = (await barcodesOf(new Uint8Array(await sheet.arrayBuffer()))).flat()
    const scanned = codes.find(({ kind, text }) => kind === 'CODE-128' && text !== JobId)?.text ?? ''

    expect((await waybill(['receive', JobId, '--barcode', scanned])).printed).toContain('received, barcode valid')
  })
})
