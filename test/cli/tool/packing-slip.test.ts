import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { call } from '../../depot/ask-depot.ts'
import { depotDeps, serveDepot } from '../../depot/depot-fixture.ts'
import { EBS_IMPORT, S3_EXPORT, S3_IMPORT } from '../../depot/sample-manifests.ts'
import { commandIo, waybill as runWaybill } from '../../support/command-io.ts'
import { describeWith } from '../../support/outside-tools.ts'
import { barcodesOf, PDF_TOOLS_MISSING, sheetSizesOf, textOf } from '../../support/pdf.ts'

const deps = depotDeps()
let depot: Awaited<ReturnType<typeof serveDepot>>
let folder: string
beforeAll(async () => {
  depot = await serveDepot(deps)
})
afterAll(() => depot.stop())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-slip-'))
})
afterEach(() => rm(folder, { recursive: true }))

const waybill = async (...args: readonly string[]) => {
  const io = commandIo({ cwd: folder, env: { HOME: folder, WAYBILL_URL: depot.url } })
  const code = await runWaybill(['packing-slip', ...args], io)
  return { code, out: io.printed(), complaint: io.complained() }
}
const create = async (Manifest = S3_IMPORT, JobType = 'Import') =>
  (await call(deps, 'CreateJob', { JobType, Manifest })).result
const paper = (name: string) => readFile(join(folder, name))
const oneLine = (text: readonly string[]) => text.join(' ').replace(/\s+/g, ' ')

describeWith(PDF_TOOLS_MISSING, 'waybill packing-slip, its papers read by poppler and zbar', () => {
  it('prints a slip from what the service answers', async () => {
    const { JobId, SignatureFileContents } = await create(S3_EXPORT, 'Export')
    const flags = ['--parcel', '1/2', '--carrier', 'UPS', '--seal', 'S-77', '--packed-by', 'Łucja']

    expect(await waybill(JobId.toLowerCase(), '.', ...flags)).toEqual({
      code: 0,
      out: `./packing-slip-${JobId}.pdf\n`,
      complaint: '',
    })
    const slip = await paper(`packing-slip-${JobId}.pdf`)
    const text = oneLine(await textOf(slip))
    for (const part of [
      'Parcel 1 of 2',
      'Export from Amazon S3',
      `AWS Import/Export C/O AnyCompany JOBID ${JobId} 123 Any Street Anytown, VA 22153`,
      'Encryption TrueCrypt (the secret is not on this paper)',
      createHash('sha256').update(SignatureFileContents).digest('hex'),
      'Packed by Lucja',
      'Seal number S-77',
      'Carrier UPS',
    ]) {
      expect(text).toContain(part)
    }
    expect(text.match(/JOBID/g)).toHaveLength(1)
    expect((await barcodesOf(slip)).flat()).toContainEqual({ kind: 'CODE-128', text: JobId })
  })

  it.each([
    ['4x6', 288],
    ['a6', 297.638],
  ])('prints a label of size %s as well', async (size, width) => {
    const { JobId } = await create(EBS_IMPORT)

    const { code, out } = await waybill(JobId, '.', '--label', size, '--format', 'json')

    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({ jobId: JobId, files: [`./packing-slip-${JobId}.pdf`, `./label-${JobId}.pdf`] })
    const label = await paper(`label-${JobId}.pdf`)
    expect((await barcodesOf(label)).flat()).toContainEqual({ kind: 'CODE-128', text: JobId })
    expect((await sheetSizesOf(label))[0]?.[0]).toBeCloseTo(width, 1)
  })
})

describe('waybill packing-slip', () => {
  it('prints the same bytes again, and leaves a file that holds something else', async () => {
    const { JobId } = await create()
    const name = `packing-slip-${JobId}.pdf`
    await waybill(JobId, '.')

    expect(await waybill(JobId, '.')).toMatchObject({ code: 0, complaint: '' })
    await writeFile(join(folder, name), 'mine')
    expect(await waybill(JobId, '.')).toMatchObject({
      code: 1,
      out: `./${name}.${JobId}\n`,
      complaint: `./${name} holds something else and was left; --force replaces it.\n`,
    })
    expect((await paper(name)).toString()).toBe('mine')
    expect((await waybill(JobId, '.', '--force')).code).toBe(0)
    expect((await paper(name)).subarray(0, 5).toString()).toBe('%PDF-')
  })

  it.each([
    [['--label', 'A5'], 2, 'It is one of 4x6, A6.'],
    [['--parcel', '2/1'], 2, '--parcel takes which of how many, for example 1/2, not "2/1".'],
    [['--parcel', 'one'], 2, '--parcel takes which of how many'],
  ])('refuses %j', async (flags, code, complaint) => {
    const refused = await waybill('ABCDE', '.', ...flags)

    expect(refused).toMatchObject({ code, complaint: expect.stringContaining(complaint) })
    expect(await readdir(folder)).toEqual([])
  })

  it("gives the service's words for a job that is not there", async () => {
    expect(await waybill('AAAAA', '.')).toMatchObject({
      code: 1,
      complaint: 'waybill packing-slip: InvalidJobIdException: No such job AAAAA for your account\n',
    })
  })
})
