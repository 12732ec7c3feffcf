import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createJsonLog } from '../../adapters/system/json-log.ts'
import { clock } from '../../adapters/system/system.ts'
import { run } from '../../local/run.ts'
import { localConfig } from '../../settings/config.ts'
import type { Command, Io } from '../command.ts'
import { EXIT_CODES } from '../command-error.ts'
import { type CreatedJob, jobCreated } from '../tool/job-created.ts'

const EXAMPLES = ['guide-s3-export.txt', 's3-import.txt']
const examplesFolder = fileURLToPath(new URL('../../../examples/manifests/', import.meta.url))

/** Shows which step is under way, so that a failure can name it. */
type Step = (name: string) => void

/** Does the main job once, through the API alone, on a fresh data folder and free ports. */
export const demo: Command = {
  run: async ({ io }) => {
    let current = 'begin'
    const step: Step = name => {
      current = name
    }
    const folder = await mkdtemp(join(tmpdir(), 'waybill-demo-'))
    try {
      await runDemo(folder, step, io)
      return EXIT_CODES.done
    } catch (error) {
      io.stderr.write(
        `\nwaybill demo failed: could not ${current}: ${error instanceof Error ? error.message : error}\n`,
      )
      return EXIT_CODES.refused
    } finally {
      await rm(join(folder, 'data'), { recursive: true, force: true })
    }
  },
}

const runDemo = async (folder: string, step: Step, { env, stdout, stderr }: Io) => {
  step('start Waybill and the depot')
  const config = { ...localConfig(env), port: 0, depotPort: 0, serviceUrl: undefined, dataDir: join(folder, 'data') }
  // One line a request would hide what the demo shows; errors are still worth a look.
  const running = await run(config, { ...createJsonLog(stderr, clock), info: () => undefined })
  try {
    stdout.write(`Waybill listens on ${running.url}, the depot on ${running.depotUrl}.\n`)
    const jobIds: string[] = []
    for (const example of EXAMPLES) {
      const manifest = await readFile(join(examplesFolder, example), 'utf8')
      stdout.write(`\nPOST /v1/jobs with examples/manifests/${example}\n\n`)

      step(`submit ${example}`)
      const job = await submit(running.url, manifest)

      step(`fetch the SIGNATURE of ${job.jobId}`)
      const path = join(folder, job.jobId, 'SIGNATURE')
      const signature = await fetchOk(`${running.url}/v1/jobs/${job.jobId}/signature`)
      await mkdir(join(folder, job.jobId))
      await writeFile(path, new Uint8Array(await signature.arrayBuffer()))
      expect((await readFile(path, 'utf8')) === job.signatureFileContents, 'it is not what CreateJob answered')
      stdout.write(jobCreated(job, [{ what: 'SignatureFileContents', path }]))

      step(`look ${job.jobId} up again`)
      const found = await (await fetchOk(`${running.url}/v1/jobs/${job.jobId}`)).text()
      // Whoever reads the SIGNATURE later asks for the file, so that each reading is an event.
      const { signature: _signature, signatureFileContents: _contents, ...rest } = job
      expect(found === JSON.stringify(rest), `it is not the job that was created: ${found}`)

      step(`submit ${example} once more`)
      const again = await submit(running.url, manifest)
      expect(again.jobId === job.jobId, `the same manifest made a second job, ${again.jobId}`)
      jobIds.push(job.jobId)
    }
    stdout.write(
      `\nProved: ${jobIds.join(' and ')} were validated, signed, created by the depot over HTTP, stored, archived, looked up again, and not made twice.\n`,
    )
  } finally {
    await running.stop()
  }
}

const submit = async (url: string, manifest: string): Promise<CreatedJob> => {
  const headers = { 'Content-Type': 'text/plain' }
  const answer = await fetchOk(`${url}/v1/jobs`, { method: 'POST', headers, body: manifest })
  // Our own API's answer to a submission; what it lacks shows at once in what is printed and compared.
  return (await answer.json()) as CreatedJob
}

const fetchOk = async (url: string, init?: RequestInit) => {
  const answer = await fetch(url, init)
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return answer
}

const expect = (holds: boolean, otherwise: string) => {
  if (!holds) throw new Error(otherwise)
}
