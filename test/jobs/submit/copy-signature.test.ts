import { beforeEach, describe, expect, it } from '@jest/globals'
import { reconcile } from '../../../lib/jobs/submit/reconcile.ts'
import { submitJob } from '../../../lib/jobs/submit/submit-job.ts'
import { importManifest } from '../../support/manifests.ts'
import { type SubmissionWorld, submissionWorld } from '../../support/submission-world.ts'

const ANN = { team: 'lab', principal: 'ann', role: 'member' } as const
const LATER = new Date('2100-01-01')

let world: SubmissionWorld

const copies = new Map<string, string>()
let fails = false
const teamBuckets = {
  isWritable: (bucket: string) => bucket === 'lab-logs',
  put: async (bucket: string, name: string, bytes: Uint8Array) => {
    if (fails) throw new Error('access denied')
    copies.set(`${bucket}/${name}`, new TextDecoder().decode(bytes))
  },
}
beforeEach(() => {
  world = submissionWorld()
  copies.clear()
  fails = false
})
const submit = (text: string) => submitJob({ ...world.deps, teamBuckets }, { caller: ANN, text })
const open = async () => (await world.deps.lists.open({ limit: 10 })).entries.length

describe("the SIGNATURE in the team's own bucket", () => {
  it('lies under the prefix of the logs, byte for byte', async () => {
    const { job } = await submit(importManifest('logBucket:lab-logs', 'logPrefix:logs/'))

    expect([...copies]).toEqual([[`lab-logs/logs/${job.jobId}/SIGNATURE`, job.signatureFileContents]])
    expect(await open()).toBe(0)
  })

  it('is put nowhere that the stage does not list', async () => {
    await submit(importManifest('logBucket:other-logs'))
    await submit(importManifest())

    expect([...copies]).toEqual([])
    expect(await open()).toBe(0)
  })

  it('that cannot be put fails no submission, and is put by the reconciler', async () => {
    fails = true
    const { job, archivedAt } = await submit(importManifest('logBucket:lab-logs'))
    expect(archivedAt).toBeDefined()
    expect(await open()).toBe(1)
    expect(world.reported).toContainEqual({ SignaturesNotCopied: 1 })

    const stillDown = await reconcile({ ...world.deps, teamBuckets }, LATER)
    expect(stillDown).toMatchObject({ failed: 1, finished: 0 })

    fails = false
    expect(await reconcile({ ...world.deps, teamBuckets }, LATER)).toMatchObject({ failed: 0, finished: 1 })
    expect([...copies.keys()]).toEqual([`lab-logs/${job.jobId}/SIGNATURE`])
    expect(await open()).toBe(0)
  })

  it('is put by the next request with the same key too', async () => {
    const text = importManifest('logBucket:lab-logs')
    fails = true
    await submit(text)
    fails = false

    expect((await submit(text)).replayed).toBe(true)
    expect(copies.size).toBe(1)
    expect(await open()).toBe(0)
  })

  it('that fails is in the log, with no manifest', async () => {
    fails = true
    await submit(importManifest('logBucket:lab-logs', 'pinCode:1234567890'))

    expect(world.errors).toEqual(["SIGNATURE not copied to the team's bucket; the record stays open"])
  })
})
