import type { Artifact, ServiceAnswer } from '../../jobs/job.ts'
import { SIGNATURE_FILE_NAME } from '../../jobs/signature-file.ts'
import type { JobType } from '../../manifest/manifest.ts'
import { asJson as json } from '../output/rows.ts'
import { jobCreated, type WrittenFile } from './job-created.ts'
import type { CreateJobOptions } from './options.ts'
import { isValidateOnly, jobTypeOf, ServiceRefused, type ToolRun, toolCommand } from './tool-command.ts'
import { checkFolder, readManifestFile, type SavedFile, saveFile } from './tool-files.ts'

/** Creates a job; its SIGNATURE, or the PDFs of a job that has a barcode instead, go into a folder. */
export const createJob = toolCommand<CreateJobOptions>({
  changes: true,
  run: async run => {
    const { io, args, asJson, ask } = run
    const [word, file = '', folder = '', last] = args
    const jobType = jobTypeOf(word)
    const validateOnly = isValidateOnly(last)
    const manifest = await readManifestFile(io, file)
    if (!validateOnly) await checkFolder(io, folder)

    const answer = await ask((service, call) => service.createJob({ jobType, manifest, validateOnly }, call)).catch(
      async (error: unknown) => {
        if (error instanceof ServiceRefused) await showFaults(run, file, manifest, jobType)
        throw error
      },
    )
    for (const warning of answer.warnings) io.stderr.write(`Warning: ${warning}\n`)
    if (validateOnly) {
      io.stdout.write(asJson ? json({ valid: true, jobType, warnings: answer.warnings }) : VALID)
      return 0
    }
    const { saved, failures } = await saveFiles(run, folder, answer)
    const files = saved.map(({ what, path }) => ({ what, path }))
    io.stdout.write(asJson ? json({ ...answer, jobType, files }) : jobCreated({ ...answer, jobType }, files))
    for (const failure of failures) io.stderr.write(`waybill CreateJob: ${failure}\n`)
    return failures.length === 0 ? 0 : 1
  },
})

/** The service names one fault at a time; here stand all that can be known without it. */
const showFaults = async (
  { io, mayColour }: ToolRun<CreateJobOptions>,
  file: string,
  text: string,
  jobType: JobType,
) => {
  const { readManifest } = await import('../../manifest/read.ts')
  const { asText } = await import('../manifest/validate-report.ts')
  const reading = readManifest(text, { jobType })
  if (reading.diagnostics.length === 0) return
  io.stderr.write(asText([{ file, text, ...reading }], { isColoured: io.stderr.isTerminal && mayColour }))
}

const VALID = 'MANIFEST VALID\nNo job was created, and no file was written.\n'

interface Saved {
  readonly saved: readonly (WrittenFile & SavedFile)[]
  /** What could not be done although the job is there. */
  readonly failures: readonly string[]
}

const saveFiles = async (
  { io, options }: ToolRun<CreateJobOptions>,
  folder: string,
  answer: ServiceAnswer,
): Promise<Saved> => {
  const { jobId, signatureFileContents, artifacts } = answer
  const saved: (WrittenFile & SavedFile)[] = []
  const failures: string[] = []
  const save = async (what: string, name: string, bytes: Uint8Array) => {
    const file = await saveFile(io, { folder, name, bytes, jobId, force: options.force })
    saved.push({ what, ...file })
    if (!file.isBeside) return
    failures.push(
      `${folder}/${name} holds another job's and was left as it is; that of ${jobId} is in ${file.path}. --force replaces it.`,
    )
  }
  if (signatureFileContents !== undefined) {
    await save('SignatureFileContents', SIGNATURE_FILE_NAME, new TextEncoder().encode(signatureFileContents))
  }
  for (const artifact of artifacts) {
    try {
      await save(artifact.description || 'artifact', artifactName(artifact, jobId), await download(artifact.url))
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      failures.push(`Job ${jobId} is created, but ${artifact.url} could not be fetched: ${reason}`)
    }
  }
  return { saved, failures }
}

/** The last part of the address if it is a plain name of a PDF; nothing of another's making becomes a path. */
const artifactName = ({ url }: Artifact, jobId: string) => {
  const last = URL.canParse(url) ? new URL(url).pathname.split('/').at(-1) : undefined
  return last !== undefined && /^[\w-][\w.-]{0,100}\.pdf$/i.test(last) ? last : `${jobId}.pdf`
}

const MAX_PDF_BYTES = 20 * 1024 * 1024
const DOWNLOAD_TIMEOUT_MS = 30_000

const download = async (url: string): Promise<Uint8Array> => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) })
  if (!answer.ok) throw new Error(`it answered ${answer.status}`)
  const bytes = new Uint8Array(await answer.arrayBuffer())
  if (bytes.length > MAX_PDF_BYTES) throw new Error(`it has more than ${MAX_PDF_BYTES} bytes`)
  return bytes
}
