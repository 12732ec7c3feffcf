import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Running, run } from '../../lib/local/run.ts'
import { localConfig } from '../../lib/settings/config.ts'
import { importManifest } from '../support/manifests.ts'
import { AMPLE_SETTINGS } from '../support/patience.ts'
import { readWhenThere } from '../support/when-there.ts'

let folder: string
let running: Running
let errors: string[]
const start = async () => {
  errors = []
  const log = { info: () => undefined, error: (message: string) => void errors.push(message) }
  running = await run(
    localConfig({
      WAYBILL_PORT: '0',
      WAYBILL_DEPOT_PORT: '0',
      WAYBILL_DATA_DIR: join(folder, 'data'),
      ...AMPLE_SETTINGS,
    }),
    log,
  )
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-damage-'))
  await start()
})
afterEach(async () => {
  await running.stop()
  rmSync(folder, { recursive: true })
})

interface Submitted {
  readonly id: string
  readonly jobId: string
  readonly signatureFileContents: string
}

const submit = async (disk: string): Promise<Submitted> => {
  const headers = { 'Content-Type': 'text/plain' }
  const answer = await fetch(`${running.url}/v1/jobs`, {
    method: 'POST',
    headers,
    body: importManifest(`prefix:${disk}/`),
  })
  expect(answer.status).toBe(201)
  // Our own API's answer to a submission.
  return (await answer.json()) as Submitted
}
const get = async (path: string) => {
  const answer = await fetch(`${running.url}/v1${path}`)
  const text = await answer.text()
  return { status: answer.status, text, problem: answer.ok ? {} : JSON.parse(text) }
}

/** Changes a byte of an item past its checksum, as a disk would, and starts again. */
const damage = async (table: string, where: string) => {
  await running.stop()
  const database = new DatabaseSync(join(folder, 'data', 'waybill.db'))
  database.exec(`UPDATE ${table} SET item = replace(item, 'AKIA', 'AKIB') WHERE ${where}`)
  expect(database.prepare('SELECT changes() AS n').get()).toEqual({ n: 1 })
  database.close()
  await start()
}

describe('a job that is damaged', () => {
  it('is answered with a problem that names it, alone and in lists; the others go on', async () => {
    const [one, other] = [await submit('one'), await submit('other')]
    await damage('jobs', `jobId = '${one.jobId}'`)

    const problem = { code: 'STORE_DAMAGED', status: 500, detail: expect.stringContaining(`job ${one.jobId}`) }
    expect((await get(`/jobs/${one.jobId}`)).problem).toMatchObject(problem)
    expect((await get('/jobs')).problem).toMatchObject(problem)
    expect((await get(`/jobs/${other.jobId}`)).status).toBe(200)
    expect((await get(`/jobs?deviceId=none`)).status).toBe(200)
  })

  it('still has its SIGNATURE, from the archive, and the log shows it', async () => {
    const { jobId, signatureFileContents } = await submit('one')
    await damage('jobs', `jobId = '${jobId}'`)

    expect((await get(`/jobs/${jobId}/signature`)).text).toBe(signatureFileContents)
    expect(errors).toEqual([expect.stringContaining('SIGNATURE was given from the archive')])
  })

  it('is never sent a second time', async () => {
    const one = await submit('one')
    await damage('records', `id = '${one.id}'`)

    const headers = { 'Content-Type': 'text/plain' }
    const body = importManifest('prefix:one/')
    const answer = await fetch(`${running.url}/v1/jobs`, { method: 'POST', headers, body })

    expect(await answer.json()).toMatchObject({ code: 'STORE_DAMAGED' })
  })
})

describe('a SIGNATURE in the archive that is damaged', () => {
  const archived = (jobId: string) => join(folder, 'data/archive/signatures/local', jobId, 'SIGNATURE')

  it('is given from the stored job, and the log shows it', async () => {
    const { jobId, signatureFileContents } = await submit('one')
    await writeFile(archived(jobId), (await readWhenThere(archived(jobId))).replace('signature:', 'signature:A'))

    expect((await get(`/jobs/${jobId}/signature`)).text).toBe(signatureFileContents)
    expect(errors).toEqual([expect.stringContaining('archived SIGNATURE differs')])
  })

  it('is not given where the job is damaged too', async () => {
    const { jobId } = await submit('one')
    await writeFile(archived(jobId), (await readWhenThere(archived(jobId))).replace('signature:', 'signature:A'))
    await damage('jobs', `jobId = '${jobId}'`)

    expect((await get(`/jobs/${jobId}/signature`)).problem).toMatchObject({
      code: 'STORE_DAMAGED',
      detail: expect.stringContaining(`${jobId}/SIGNATURE in the archive`),
    })
  })
})
