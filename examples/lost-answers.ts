/**
 * Loses every third answer on the line between Waybill and the Import/Export service, and every third one between the client
 * and Waybill, and still ends with as many jobs as manifests.
 *
 *     npm run example:lost-answers
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { createQueryService } from '../lib/adapters/service/query-service.ts'
import { close, listen } from '../lib/local/http-server.ts'
import { run } from '../lib/local/run.ts'
import { localConfig } from '../lib/settings/config.ts'

const MANIFESTS = 12
const EVERY = 3

const silent = { info: () => undefined, error: () => undefined }
const folder = await mkdtemp(join(tmpdir(), 'waybill-lost-answers-'))
const settings = (name: string, more: Readonly<Record<string, string>> = {}) =>
  localConfig({ WAYBILL_PORT: '0', WAYBILL_DEPOT_PORT: '0', WAYBILL_DATA_DIR: join(folder, name), ...more })

/** Stands before the service, passes everything on, and hangs up on every third CreateJob when it is done. */
const loseAnswers = async (serviceUrl: () => string) => {
  let created = 0
  let lost = 0
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const isCreateJob = body.includes('Action=CreateJob')
    if (isCreateJob) created += 1
    const isLost = isCreateJob && created % EVERY === 0
    const { headers } = incoming
    request(serviceUrl(), { method: 'POST', headers }, answer => {
      if (isLost) {
        lost += 1
        answer.resume().once('end', () => outgoing.destroy())
        return
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    }).end(body)
  })
  return { url: await listen(server, 0), lost: () => lost, stop: () => close(server) }
}

/** How many jobs the service itself lists, asked past the line that loses answers. */
const jobsAtService = async (): Promise<number> => {
  const clock = () => new Date()
  const service = createQueryService({ endpoint: new URL(depot.depotUrl ?? ''), signatureVersion: 2, clock })
  const credentials = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  }
  const startedAt = clock()
  const deadline = new Date(startedAt.getTime() + 5_000)
  return (await service.listJobs({ maxJobs: 1000 }, { credentials, startedAt, deadline })).jobs.length
}

const line = await loseAnswers(() => depot.depotUrl ?? '')
// What the line passes on names the line as its host, since that is what the client has signed.
const depot = await run(settings('service', { WAYBILL_HOSTS: new URL(line.url).host }), silent)
const waybill = await run(settings('waybill', { WAYBILL_SERVICE_URL: line.url }), silent)
try {
  const example = await readFile(new URL('manifests/s3-import.txt', import.meta.url), 'utf8')
  const manifests = Array.from({ length: MANIFESTS }, (_, disk) =>
    example.replace(/^deviceId:.*$/m, `deviceId:DISK-${disk + 1}`),
  )

  let posts = 0
  let clientLost = 0
  /** One post. `undefined`: its answer was lost on the way to the client. */
  const post = async (manifest: string): Promise<Response | undefined> => {
    posts += 1
    const headers = { 'Content-Type': 'text/plain' }
    const answer = await fetch(`${waybill.url}/v1/jobs`, { method: 'POST', headers, body: manifest })
    if (posts % EVERY !== 0) return answer
    clientLost += 1
    await answer.body?.cancel()
    return undefined
  }
  /** Posts the same manifest until an answer with its job comes. */
  const submit = async (manifest: string): Promise<string> => {
    for (;;) {
      const answer = await post(manifest)
      if (answer?.ok) {
        // Our own API's answer to a submission.
        const { jobId } = (await answer.json()) as { jobId: string }
        return jobId
      }
      if (answer) await after(Number(answer.headers.get('retry-after') ?? 1) * 1000)
    }
  }

  const jobIds: string[] = []
  for (const manifest of manifests) jobIds.push(await submit(manifest))

  const listed = await fetch(`${waybill.url}/v1/jobs?pageSize=1000`)
  const { jobs } = (await listed.json()) as { jobs: readonly { readonly jobId: string }[] }
  const atService = await jobsAtService()
  process.stdout.write(
    [
      `${MANIFESTS} manifests, ${posts} posts`,
      `${line.lost()} answers lost between the service and Waybill, ${clientLost} between Waybill and the client`,
      `${new Set(jobIds).size} job IDs told to the client, ${jobs.length} jobs in Waybill's list, ${atService} at the service`,
      '',
    ].join('\n'),
  )
  const counts = [new Set(jobIds).size, jobs.length, atService]
  const isRight = counts.every(count => count === MANIFESTS) && line.lost() > 0 && clientLost > 0
  process.stdout.write(isRight ? 'As many jobs as manifests.\n' : 'That is not as many jobs as manifests.\n')
  process.exitCode = isRight ? 0 : 1
} finally {
  await waybill.stop()
  await line.stop()
  await depot.stop()
  await rm(folder, { recursive: true })
}
