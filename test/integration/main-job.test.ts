import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { importManifest } from '../support/manifests.ts'
import { OWN_SETTINGS } from '../support/patience.ts'
import { startWaybill, type WaybillProcess } from '../support/waybill-process.ts'
import { readWhenThere } from '../support/when-there.ts'

let folder: string
const running: WaybillProcess[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-main-job-'))
})
afterEach(async () => {
  await Promise.all(running.splice(0).map(waybill => waybill.kill('SIGKILL')))
  await rm(folder, { recursive: true })
})

const start = async (environment?: Readonly<Record<string, string>>) => {
  const waybill = await startWaybill(join(folder, 'data'), environment)
  running.push(waybill)
  return waybill
}

const post = async ({ url }: WaybillProcess, manifest: string, headers: Record<string, string> = {}) => {
  const init = { method: 'POST', headers: { 'Content-Type': 'text/plain', ...headers }, body: manifest }
  const answer = await fetch(`${url}/v1/jobs`, init)
  return { status: answer.status, headers: answer.headers, body: JSON.parse(await answer.text()) }
}

/** A job as it is shown later: each reading of its SIGNATURE is an event, so only the answer that made the job has it. */
const withoutSignature = ({ signature: _, signatureFileContents: _contents, ...job }: Record<string, unknown>) => job

describe('the main job', () => {
  it("takes the guide's manifest as it is printed, and gives the job and its SIGNATURE back byte for byte", async () => {
    const waybill = await start()
    const manifest = await readFile('examples/manifests/guide-s3-export.txt', 'utf8')

    const { status, headers, body } = await post(waybill, manifest)

    expect(status).toBe(201)
    expect(body.jobId).toMatch(/^[1-9A-NP-Z]{5}$/)
    expect(body.signature).toMatch(/^[A-Za-z0-9+/]{27}=$/)
    expect(body.signatureFileContents).toBe(
      `version:2.0\nsigningMethod:HmacSHA1\njobId:${body.jobId}\nsignature:${body.signature}\n`,
    )
    expect(body.shippingAddress).toContain(`JOBID ${body.jobId}`)
    const job = await fetch(`${waybill.url}${headers.get('location')}`)
    expect(await job.json()).toEqual(withoutSignature(body))
    const signature = await fetch(`${waybill.url}${body.links.signature}`)
    expect(await signature.text()).toBe(body.signatureFileContents)
    expect(signature.headers.get('content-disposition')).toBe('attachment; filename="SIGNATURE"')
    const file = join(folder, 'data/archive/signatures/local', body.jobId, 'SIGNATURE')
    expect(await readWhenThere(file)).toBe(body.signatureFileContents)
  })

  it('loses nothing to kill -9 right after the 201', async () => {
    const manifests = Array.from({ length: 8 }, (_, disk) => importManifest(`prefix:disk-${disk}/`))
    const first = await start()
    const created = await Promise.all(manifests.map(manifest => post(first, manifest)))
    expect(await first.kill('SIGKILL')).toBe('SIGKILL')

    const second = await start()

    for (const [disk, { status, body }] of created.entries()) {
      expect(status).toBe(201)
      const job = await fetch(`${second.url}/v1/jobs/${body.jobId}`)
      expect(await job.json()).toEqual(withoutSignature(body))
      const signature = await fetch(`${second.url}/v1/jobs/${body.jobId}/signature`)
      expect(await signature.text()).toBe(body.signatureFileContents)
      expect(await post(second, manifests[disk] ?? '')).toMatchObject({ status: 200, body: { jobId: body.jobId } })
    }
  })

  it('keeps the claim while the service is down, and makes one job once it is back', async () => {
    const depot = await startWaybill(join(folder, 'depot'))
    running.push(depot)
    const depotPort = new URL(depot.serviceUrl).port
    const waybill = await start({ WAYBILL_SERVICE_URL: depot.serviceUrl, ...OWN_SETTINGS })
    await depot.kill('SIGTERM')

    const down = await post(waybill, importManifest())
    expect(down).toMatchObject({ status: 503, body: { code: 'SERVICE_UNREACHABLE', retryable: true } })

    running.push(await startWaybill(join(folder, 'depot'), { WAYBILL_DEPOT_PORT: depotPort }))
    let back = await post(waybill, importManifest())
    // On a busy machine it may take more than the six seconds that a request has.
    while ([409, 503, 504].includes(back.status)) back = await post(waybill, importManifest())
    expect(back.status).toBe(201)
    expect(await post(waybill, importManifest())).toMatchObject({ status: 200, body: { jobId: back.body.jobId } })
  })

  it('shows an incorrect secret in no answer', async () => {
    const depot = await startWaybill(join(folder, 'depot'))
    running.push(depot)
    const waybill = await start({ WAYBILL_SERVICE_URL: depot.serviceUrl })
    const { writeFile } = await import('node:fs/promises')
    const keys = { teams: { local: [{ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-the-right-one' }] } }
    await writeFile(join(folder, 'data/keys.json'), JSON.stringify(keys))

    const refused = await post(waybill, importManifest())

    expect(refused).toMatchObject({ status: 502, body: { code: 'SERVICE_CREDENTIALS_REFUSED' } })
    expect(JSON.stringify(refused.body) + waybill.output() + depot.output()).not.toMatch(/not-the-right-one|wJalrXUtn/)
  })

  it('makes one job of many posts of one manifest at once', async () => {
    const waybill = await start()

    const answers = await Promise.all(Array.from({ length: 16 }, () => post(waybill, importManifest())))

    const jobIds = answers.flatMap(({ body }) => (body.jobId ? [body.jobId] : []))
    expect(new Set(jobIds).size).toBe(1)
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ status }) => ![200, 201, 409].includes(status))).toEqual([])
  })
})

describe('the process', () => {
  it('stops on SIGTERM with exit code 0', async () => {
    expect(await (await start()).kill('SIGTERM')).toBe(0)
  })

  it('explains what to do when the data folder is in use, and when a port is', async () => {
    const first = await start()

    await expect(start()).rejects.toThrow(
      /another process works on the data folder .*; stop it, or set WAYBILL_DATA_DIR/,
    )
    const port = new URL(first.url).port
    await expect(startWaybill(join(folder, 'other'), { WAYBILL_PORT: port })).rejects.toThrow(
      `port ${port} is in use; set WAYBILL_PORT`,
    )
  })

  it('names every setting that is wrong', async () => {
    await expect(start({ WAYBILL_PORT: 'http', WAYBILL_SIGNATURE_VERSION: '3' })).rejects.toThrow(
      /WAYBILL_PORT is "http"; it takes a port number.*\n.*WAYBILL_SIGNATURE_VERSION is "3"; it takes 2 or 4/,
    )
  })
})
