import { setTimeout as pause } from 'node:timers/promises'
import type { Bench } from './bench.ts'
import { type Answer, askPatiently, createClient } from './http-load.ts'
import { median, quantile } from './median.ts'
import { growth, type ProcessSize, sizeOf } from './process-size.ts'
import { startWaybill, withFolder } from './servers.ts'
import { directClient, newManifest } from './submit.ts'

const CLIENTS = 8
const LOOKS = 100
/** The share of `memory`'s submissions that fills the database's cache, which is no growth. */
const WARM = 0.1
const TEXT = { 'Content-Type': 'text/plain' }

/** A job that Waybill said it made. */
interface Made {
  readonly jobId: string
  readonly manifest: string
}

interface SoakState {
  readonly ask: ReturnType<typeof createClient>['ask']
  readonly made: Made[]
}

type Step = (state: SoakState) => Promise<void>

const expectStatus = ({ status, body }: Answer, ...expected: readonly number[]): string => {
  if (!expected.includes(status)) throw new Error(`${expected.join(' or ')} was expected, ${status} came: ${body}`)
  return body
}

/** Our own API's answer to a submission. */
const jobIdIn = (body: string) => (JSON.parse(body) as { jobId: string }).jobId

const submitNew: Step = async ({ ask, made }) => {
  const manifest = newManifest()
  // 200: the answer of an attempt before was lost.
  const jobId = jobIdIn(expectStatus(await ask('POST', '/v1/jobs', TEXT, manifest), 201, 200))
  made.push({ jobId, manifest })
}

const some = ({ made }: SoakState): Made | undefined => made[Math.floor(Math.random() * made.length)]

const replay: Step = async state => {
  const job = some(state)
  if (!job) return
  const again = jobIdIn(expectStatus(await state.ask('POST', '/v1/jobs', TEXT, job.manifest), 200))
  if (again !== job.jobId) throw new Error(`The manifest of ${job.jobId} made ${again} as well.`)
}

const validate: Step = async ({ ask }) => {
  expectStatus(await ask('POST', '/v1/jobs?validateOnly=true', TEXT, newManifest()), 200)
}

const refused: Step = async ({ ask }) => {
  expectStatus(await ask('POST', '/v1/jobs', TEXT, newManifest().replace(/fileSystem:.*/, 'fileSystem: FAT8')), 422)
}

const lookUp =
  (suffix: string): Step =>
  async state => {
    const job = some(state)
    if (job) expectStatus(await state.ask('GET', `/v1/jobs/${job.jobId}${suffix}`), 200)
  }

/** What a client does, as often as it stands here. */
const MIX: readonly Step[] = [
  ...Array<Step>(4).fill(submitNew),
  ...Array<Step>(3).fill(lookUp('')),
  replay,
  validate,
  refused,
  lookUp('/signature'),
]

/** All job IDs that the depot has, as its own clients see them. */
const depotsJobs = async (depotUrl: string): Promise<ReadonlySet<string>> => {
  const depot = directClient(depotUrl, 1)
  const ids = new Set<string>()
  for (let marker: string | undefined, more = true; more; ) {
    const { Jobs = [], IsTruncated = false } = await depot
      .listJobs({ MaxJobs: 1000, ...(marker && { Marker: marker }) })
      .promise()
    for (const { JobId = '' } of Jobs) ids.add(JobId)
    marker = Jobs.at(-1)?.JobId
    more = IsTruncated
  }
  return ids
}

/** Everything at once for minutes: whether it stays what it was, and loses and doubles nothing. */
export const soak: Bench = {
  measures:
    'Mixed load of 8 clients for 10 minutes, once 5,000 submissions have filled the cache of the database: submissions, replays, validate-only, refused manifests, look-ups, SIGNATURE files. Every answer must be the expected one; at the end the jobs that Waybill answered must be those that the depot has; sizes are beside those after the first tenth.',
  limitedBy: 'the one core that Waybill and depot share.',
  reason:
    'on a machine that does much else, the first tenth has too little work to fill the heap, and what fills it afterwards counts as growth; behind some 10,000 submissions nothing grows (`memory`).',
  run: effort =>
    withFolder(async folder => {
      const waybill = await startWaybill(folder)
      const { ask: askOnce, close } = createClient(waybill.url)
      const state: SoakState = { ask: (...request) => askPatiently(() => askOnce(...request)), made: [] }
      const sizes: ProcessSize[] = []
      const latencies: number[] = []
      const fill = async () => {
        while (state.made.length < effort.submissions * WARM) await submitNew(state)
      }
      let end = 0
      const client = async () => {
        while (performance.now() < end) {
          const start = performance.now()
          await MIX[Math.floor(Math.random() * MIX.length)]?.(state)
          latencies.push(performance.now() - start)
        }
      }
      const watch = async () => {
        while (performance.now() < end) {
          await pause(effort.soakMs / LOOKS)
          sizes.push(await sizeOf(waybill.pid))
        }
      }
      try {
        await Promise.all(Array.from({ length: CLIENTS }, fill))
        end = performance.now() + effort.soakMs
        await Promise.all([watch(), ...Array.from({ length: CLIENTS }, client)])
        const inDepot = await depotsJobs(waybill.depotUrl)
        const answered = new Set(state.made.map(({ jobId }) => jobId))
        const lost = [...answered].filter(jobId => !inDepot.has(jobId))
        const unknown = [...inDepot].filter(jobId => !answered.has(jobId))
        const { warm, end: last } = growth(sizes)
        const flat = [{ of: 'peer', most: 1.1 }] as const
        return [
          { name: 'requests', unit: '', ours: latencies.length },
          {
            name: 'jobs answered',
            unit: '',
            ours: state.made.length,
            peer: { name: 'in the depot', value: inDepot.size },
          },
          {
            name: 'lost or unknown jobs',
            unit: '',
            ours: lost.length + unknown.length,
            targets: [{ of: 'ours', most: 0 }],
          },
          { name: 'p50', unit: 'ms', ours: median(latencies) },
          { name: 'p99', unit: 'ms', ours: quantile(latencies, 0.99) },
          {
            name: 'resident',
            unit: 'MB',
            ours: last.residentMb,
            peer: { name: 'after a tenth', value: warm.residentMb },
            targets: flat,
          },
          {
            name: 'private',
            unit: 'MB',
            ours: last.privateMb,
            peer: { name: 'after a tenth', value: warm.privateMb },
          },
          {
            name: 'handles',
            unit: '',
            ours: last.handles,
            peer: { name: 'after a tenth', value: warm.handles },
            targets: flat,
          },
        ]
      } finally {
        close()
        await waybill.stop()
      }
    }),
}
