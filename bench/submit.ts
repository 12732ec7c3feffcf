import { randomUUID } from 'node:crypto'
import { Agent } from 'node:http'
import { createRequire } from 'node:module'
import ImportExport from 'aws-sdk/clients/importexport.js'
import type { Bench, Row, Target } from './bench.ts'
import { askPatiently, createClient, type Load, loads } from './http-load.ts'
import { exportOf } from './manifest.ts'
import { startEcho, startWaybill, withFolder } from './servers.ts'

// It announces its end of support in every run.
createRequire(import.meta.url)('aws-sdk/lib/maintenance_mode_message').suppress = true

/** Of one bucket, as most are: each further one is one more item for lists to find the job by. */
const MANIFEST = exportOf(1024).replaceAll(/archive-\d+/g, 'archive')

/** No two are the same, so none is a replay of another. */
export const newManifest = () => MANIFEST.replace(/deviceId:.*/, `deviceId: ${randomUUID()}`)

/** The documentation's example pair, which the depot of `npm start` knows. */
const KEY = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }

/** Submits a fresh manifest, and has its job ID. */
export const submitter = (url: string) => {
  const client = createClient(url)
  const submit = async () => {
    const manifest = newManifest()
    const { status, body } = await askPatiently(() =>
      client.ask('POST', '/v1/jobs', { 'Content-Type': 'text/plain' }, manifest),
    )
    // 200: an attempt before has made the job.
    if (status !== 201 && status !== 200) throw new Error(`POST /v1/jobs answered ${status}: ${body}`)
    // Our own API's answer to a submission.
    return (JSON.parse(body) as { jobId: string }).jobId
  }
  return { ...client, submit }
}

/** aws-sdk 2 with connections that it keeps open, which it does not by default. */
export const directClient = (depotUrl: string, clients: number) =>
  new ImportExport({
    endpoint: depotUrl,
    region: 'us-east-1',
    // A busy machine may leave a connection idle until the depot closes it.
    maxRetries: 2,
    credentials: KEY,
    httpOptions: { agent: new Agent({ keepAlive: true, maxSockets: clients }) },
  })

const CLIENTS = [1, 16, 64] as const

/** A submission over HTTP, kept and archived before it is answered. */
export const submit: Bench = {
  measures:
    'POST /v1/jobs with a fresh manifest of 1 KB and one bucket, answered when the job is in the database and its SIGNATURE in the archive, beside aws-sdk 2 calling CreateJob on the same depot, which keeps nothing; the limit is a bare `node:http` server that echoes the body.',
  limitedBy:
    'the depot, which shares one core with Waybill, and the disk: a submission makes four commits, which write 38 pages of the database (28 trees of items and indexes), and one flush takes them all to the disk before the answer. The file of its SIGNATURE, with two flushes more, is written by another thread beside the next requests.',
  reason:
    'a submission is a CreateJob and more. It writes 218 KB to the disk (16 clients: 98), since the record, the job, its history and its SIGNATURE stand in five times as many lists as the job of the depot, each of which needs its page in the log before the answer. It reads the manifest once more, hashes and redacts it, and answers in JSON. What is flushed before the answer may not be left out, if nothing is to be lost.',
  run: effort =>
    withFolder(async folder => {
      const waybill = await startWaybill(folder)
      const echo = await startEcho()
      const ours = submitter(waybill.url)
      const bare = createClient(echo.url)
      try {
        const rows: Row[] = []
        for (const clients of CLIENTS) {
          const direct = directClient(waybill.depotUrl, clients)
          const contestants = {
            ours: async () => void (await ours.submit()),
            createJob: async () =>
              void (await direct
                .createJob({ JobType: 'Export', Manifest: newManifest(), ValidateOnly: false })
                .promise()),
            echo: async () => void (await bare.ask('POST', '/', { 'Content-Type': 'text/plain' }, newManifest())),
          }
          rows.push(...rowsOf(clients, await loads(contestants, { clients, requests: effort.requests })))
        }
        return rows
      } finally {
        ours.close()
        bare.close()
        await echo.stop()
        await waybill.stop()
      }
    }),
}

const rowsOf = (clients: number, load: Readonly<Record<'ours' | 'createJob' | 'echo', Load>>): readonly Row[] => {
  const { ours, createJob, echo } = load
  const row = (name: string, unit: Row['unit'], figure: keyof Load, targets: readonly Target[] = []): Row => ({
    name: `${clients === 1 ? '1 client' : `${clients} clients`}, ${name}`,
    unit,
    ours: ours[figure],
    peer: { name: 'CreateJob', value: createJob[figure] },
    limit: { name: 'echo', value: echo[figure] },
    targets,
  })
  const rows = [
    row('throughput', '/s', 'perSecond', [{ of: 'peer', least: 0.6 }]),
    row('p50', 'ms', 'p50', [{ of: 'peer', most: 1.8 }]),
    row('p99', 'ms', 'p99'),
  ]
  if (clients === 1) {
    const overhead = ours.p50 - createJob.p50
    rows.push({
      name: '1 client, p50 over CreateJob',
      unit: 'ms',
      ours: overhead,
      targets: [{ of: 'ours', most: 2.5 }],
    })
  }
  if (clients === 64) {
    rows.push({
      name: '64 clients, p99 / p50',
      unit: '',
      ours: ours.p99 / ours.p50,
      targets: [{ of: 'ours', most: 20 }],
    })
  }
  return rows
}
