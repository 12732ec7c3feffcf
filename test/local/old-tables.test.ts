import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Running, run } from '../../lib/local/run.ts'
import { localConfig } from '../../lib/settings/config.ts'
import { AMPLE_SETTINGS } from '../support/patience.ts'

/** The data folder of the last Waybill that had tables, killed in the middle of its day, and what it had answered, by the names of today. */
const FOLDER = join(import.meta.dirname, '../fixtures/older-data-folder')
const ANSWERED = JSON.parse(readFileSync(`${FOLDER}.json`, 'utf8'))
const [JOB] = ANSWERED.jobs.jobs.slice(-1)

const errors: string[] = []
const log = { info: () => undefined, error: (message: string) => void errors.push(message) }
/** When the folder was left: the runs of its checks are shown for some time only. */
const time = { clock: () => new Date('2026-11-26T14:25:00.000Z'), alarms: { at: () => () => undefined } }

let data: string
let running: Running
const start = async () => {
  const settings = { WAYBILL_PORT: '0', WAYBILL_DEPOT_PORT: '0', WAYBILL_DATA_DIR: data, ...AMPLE_SETTINGS }
  running = await run(localConfig(settings), log, time)
}
beforeAll(async () => {
  data = join(mkdtempSync(join(tmpdir(), 'waybill-older-')), 'data')
  cpSync(FOLDER, data, { recursive: true })
  await start()
})
afterAll(async () => {
  await running.stop()
  rmSync(join(data, '..'), { recursive: true })
})

const nameAndState = ({ id, jobId, state }: Readonly<Record<string, unknown>>) => ({ id, jobId, state })

const unchecked = ({ status, ...job }: Readonly<Record<string, unknown>>) => {
  if (status === undefined) return job
  // The API's own answer, of which the other parts are compared as they are.
  const { checkedAt: _, ...others } = status as Record<string, unknown>
  return { ...job, status: others }
}

const get = async (path: string) => (await fetch(`${running.url}/v1${path}`)).json()

describe('a data folder of an older Waybill', () => {
  it('answers as it did, once it is started', async () => {
    // Our own API's answer to a list.
    const { jobs } = (await get('/jobs')) as { jobs: Readonly<Record<string, unknown>>[] }
    expect(jobs.map(nameAndState)).toEqual(ANSWERED.jobs.jobs.map(nameAndState))
    for (const job of ANSWERED.jobs.jobs) {
      // Since then a SIGNATURE is given where that is an event only, and a job has further links.
      const {
        signature: _,
        signatureFileContents: _contents,
        allowedActions: _allowed,
        ...rest
      } = job as Record<string, unknown>
      // Jobs are followed from the start on, so it may have been looked at already.
      if (job.jobId) expect(await get(`/jobs/${job.jobId}`)).toMatchObject(unchecked(rest))
      else expect(jobs).toContainEqual(expect.objectContaining({ id: job.id, error: job.error }))
    }
    expect(await get('/checks/nightly/runs')).toEqual(ANSWERED.runs)
    expect(await get(`/jobs/${JOB.jobId}/events`)).toEqual(ANSWERED.events)
    expect(await (await fetch(`${running.url}/v1/jobs/${JOB.jobId}/signature`)).text()).toBe(JOB.signatureFileContents)
  })

  it('has its jobs at the depot, which signs as it did', async () =>
    expect(await get(`/jobs/${JOB.jobId}/status`)).toMatchObject({ jobId: JOB.jobId, state: 'created' }))

  it('still knows what was sent: the same manifest makes no second job', async () => {
    const body = readFileSync(join(import.meta.dirname, '../../examples/manifests/guide-s3-export.txt'), 'utf8')
    const answer = await fetch(`${running.url}/v1/jobs`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body,
    })

    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ jobId: JOB.jobId })
  })

  it('is taken over once; its tables are put aside as they were', async () => {
    const before = await get('/jobs')
    await running.stop()
    await start()

    expect(await get('/jobs')).toEqual(before)
    expect(existsSync(join(data, 'tables'))).toBe(false)
    expect(existsSync(join(data, 'tables-taken-over', 'CURRENT'))).toBe(true)
    expect(errors).toEqual([])
  })
})
