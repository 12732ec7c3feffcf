import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { createQueryService } from '../../lib/adapters/service/query-service.ts'
import { KEY } from '../depot/depot-fixture.ts'
import { importManifest } from './manifests.ts'
import { AMPLE_MS, OWN_SETTINGS } from './patience.ts'
import { startWaybill, type WaybillProcess } from './waybill-process.ts'

const CLIENTS = 16
const MANIFESTS_A_ROUND = 3
/** The longest that a round goes on before the process is killed. */
const LONGEST_ROUND_MS = 600

export interface KillReport {
  readonly rounds: number
  readonly manifests: number
  /** Manifests whose client had its 201 before the kill. */
  readonly answered: number
  /** Manifests that a client had to send again. */
  readonly sentAgain: number
  /** What the depot has in the end. */
  readonly jobsAtDepot: number
  /** Jobs that a client was told of and that are not there, or that it was told another of later. */
  readonly lost: readonly string[]
  /** Jobs at the depot that no client knows. */
  readonly doubled: readonly string[]
  /** Jobs whose archived SIGNATURE is not, byte for byte, what the client was told. */
  readonly withoutSignature: readonly string[]
  /** What reconciliation left open once it had its time. */
  readonly open: number
}

interface Told {
  readonly jobId: string
  readonly signatureFileContents: string
}

/**
 * Kills Waybill with SIGKILL at random moments under sixteen clients, again and again; then restarts it, lets it reconcile,
 * has the clients send again what was not answered, and counts at the depot, which is a process of its own.
 */
export const killRounds = async (rounds: number, random: () => number): Promise<KillReport> => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-kill-'))
  const depot = await startWaybill(join(folder, 'depot'))
  let waybill: WaybillProcess | undefined
  try {
    const start = () => startWaybill(join(folder, 'data'), { WAYBILL_SERVICE_URL: depot.serviceUrl, ...OWN_SETTINGS })
    const told = new Map<string, Told>()
    const sent = new Set<string>()
    const lost: string[] = []
    const hear = (name: string, job: Told) => {
      const before = told.get(name)
      if (before && before.jobId !== job.jobId) lost.push(before.jobId)
      told.set(name, job)
    }

    for (let round = 0; round < rounds; round += 1) {
      const running = await start()
      waybill = running
      const clients = Array.from({ length: CLIENTS }, async (_, client) => {
        for (let disk = 0; disk < MANIFESTS_A_ROUND; disk += 1) {
          const name = `r${round}-c${client}-d${disk}`
          sent.add(name)
          const job = await post(running.url, name).catch(() => 'gone' as const)
          if (job === 'gone') return
          if (typeof job === 'object') hear(name, job)
        }
      })
      await after(random() * LONGEST_ROUND_MS)
      await running.kill('SIGKILL')
      await Promise.all(clients)
    }
    const answered = told.size

    const last = await start()
    waybill = last
    const open = await untilSettled(last.url)
    const unanswered = [...sent].filter(name => !told.has(name))
    await Promise.all(unanswered.map(async name => hear(name, await insist(last.url, name))))

    const jobIds = await jobsAt(depot.serviceUrl)
    // What is stopped has written the file of every SIGNATURE.
    await last.kill('SIGTERM')
    const known = new Set([...told.values()].map(({ jobId }) => jobId))
    return {
      rounds,
      manifests: sent.size,
      answered,
      sentAgain: unanswered.length,
      jobsAtDepot: jobIds.length,
      lost: [...lost, ...[...known].filter(jobId => !jobIds.includes(jobId))],
      doubled: jobIds.filter(jobId => !known.has(jobId)),
      withoutSignature: await withoutSignature(join(folder, 'data/archive/signatures/local'), [...told.values()]),
      open,
    }
  } finally {
    await waybill?.kill('SIGKILL')
    await depot.kill('SIGKILL')
    await rm(folder, { recursive: true })
  }
}

/** The job, or how long to wait for it. */
const post = async (url: string, name: string): Promise<Told | number> => {
  const answer = await fetch(`${url}/v1/jobs`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/plain' },
    body: importManifest(`prefix:${name}/`),
  })
  if (answer.ok) {
    // Our own API's answer to a submission. Only the one that made the job has its SIGNATURE.
    const { jobId, signatureFileContents } = (await answer.json()) as Partial<Told> & Pick<Told, 'jobId'>
    const read = () => fetch(`${url}/v1/jobs/${jobId}/signature`).then(found => found.text())
    return { jobId, signatureFileContents: signatureFileContents ?? (await read()) }
  }
  await answer.text()
  return Number(answer.headers.get('retry-after') ?? 1)
}

const insist = async (url: string, name: string): Promise<Told> => {
  for (;;) {
    const job = await post(url, name)
    if (typeof job === 'object') return job
    await after(job * 1000)
  }
}

const LOOK_MS = 500
const MOST_LOOKS = AMPLE_MS / 2 / LOOK_MS

/** Waits until nothing is under way any more. @returns how much still is after so many looks */
const untilSettled = async (url: string): Promise<number> => {
  for (let look = 0; ; look += 1) {
    const answer = await fetch(`${url}/v1/jobs?state=submitting&pageSize=1000`)
    const { jobs } = (await answer.json()) as { jobs: readonly unknown[] }
    if (jobs.length === 0 || look === MOST_LOOKS) return jobs.length
    await after(LOOK_MS)
  }
}

/** The IDs of all jobs that a service has. */
export const jobsAt = async (serviceUrl: string): Promise<string[]> => {
  const clock = () => new Date()
  const service = createQueryService({
    endpoint: new URL(serviceUrl),
    signatureVersion: 2,
    callTimeoutMs: AMPLE_MS,
    clock,
  })
  const jobIds: string[] = []
  for (let marker: string | undefined; ; marker = jobIds.at(-1)) {
    const startedAt = clock()
    const call = { credentials: KEY, startedAt, deadline: new Date(startedAt.getTime() + AMPLE_MS) }
    const page = await service.listJobs({ maxJobs: 1000, ...(marker !== undefined && { marker }) }, call)
    jobIds.push(...page.jobs.map(({ jobId }) => jobId))
    if (!page.truncated) return jobIds
  }
}

const withoutSignature = async (folder: string, jobs: readonly Told[]): Promise<string[]> => {
  const archived = new Set(await readdir(folder))
  const wrong: string[] = []
  for (const { jobId, signatureFileContents } of jobs) {
    const text = archived.has(jobId) ? await readFile(join(folder, jobId, 'SIGNATURE'), 'utf8') : undefined
    if (text !== signatureFileContents) wrong.push(jobId)
    archived.delete(jobId)
  }
  return [...wrong, ...archived]
}
