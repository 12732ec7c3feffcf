import { mkdir, readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { components } from '../../client/client.ts'
import { readManifestBytes } from '../../manifest/assist/read-bytes.ts'
import { answered, waybillClient } from '../api/ask.ts'
import type { Command, Io } from '../command.ts'
import { EXIT_CODES, type ExitCode, UsageError } from '../command-error.ts'
import { readInput } from '../input.ts'
import { asText } from '../manifest/validate-report.ts'
import { progressOn } from '../output/progress.ts'
import { asJson, type Column, printRows } from '../output/rows.ts'
import { saveFile } from '../tool/tool-files.ts'
import type { SubmitOptions } from './options.ts'

type BatchResult = components['schemas']['BatchResults']['items'][number]

/** What became of a manifest. */
interface Submitted extends BatchResult {
  readonly file: string
  readonly signatureFile?: string
}

/** As many as Waybill takes at once. */
const MOST_IN_A_BATCH = 50

/**
 * Submits manifests. All are checked first: where one is not valid, none is sent. Exit code 0: each has its job, 1: some
 * are refused, 3: it is open what became of some; the same command again, unchanged, finds out and makes no second job.
 */
export const submit: Command<SubmitOptions> = {
  run: async ({ args, options, io, target, isQuiet, mayColour }) => {
    const files = await filesOf(args, io)
    if (options['idempotency-key'] !== undefined && files.length > 1) {
      throw new UsageError('--idempotency-key names one submission, and here are several.')
    }
    const tags = tagsOf(options.tag)
    const read = await Promise.all(
      files.map(async file => {
        const bytes = await readInput(file, io)
        const jobType = options['job-type']
        return { file: file === '-' ? '<stdin>' : file, ...readManifestBytes(bytes, jobType ? { jobType } : {}) }
      }),
    )
    const invalid = read.filter(({ valid }) => !valid)
    if (invalid.length > 0) {
      io.stderr.write(asText(invalid, { isColoured: io.stderr.isTerminal && mayColour }))
      io.stderr.write(`Nothing was sent: ${invalid.length} of ${read.length} manifests are not valid.\n`)
      return EXIT_CODES.refused
    }
    const client = await waybillClient(target, io)
    const progress = progressOn(io.stderr, isQuiet)
    const submitted: Submitted[] = []
    for (let first = 0; first < read.length; first += MOST_IN_A_BATCH) {
      const some = read.slice(first, first + MOST_IN_A_BATCH)
      progress.show(`${submitted.length} of ${read.length} submitted`)
      const items = some.map(({ text }) => ({
        manifest: text,
        ...(options['job-type'] && { jobType: options['job-type'] }),
        ...(options['idempotency-key'] !== undefined && { idempotencyKey: options['idempotency-key'] }),
        ...(tags && { tags }),
        ...(options.description !== undefined && { description: options.description }),
      }))
      const body = { items, validateOnly: options['validate-only'] }
      const results = await answered(client.POST('/v1/batches', { body }))
      for (const [index, { file }] of some.entries()) {
        const result = results.items[index]
        if (result) submitted.push({ file, ...result, ...(await saved(result, options, io)) })
      }
    }
    progress.clear()
    const { format } = options
    io.stdout.write(format === 'json' ? asJson(submitted) : await printRows(submitted, { format, columns: COLUMNS }))
    return exitCodeOf(submitted, read.length)
  },
}

const exitCodeOf = (submitted: readonly Submitted[], sent: number): ExitCode => {
  const isOpen = ({ status }: Submitted) => status >= 500 || status === 409 || status === 429
  if (submitted.length < sent || submitted.some(isOpen)) return EXIT_CODES.unclear
  return submitted.every(({ status }) => status < 300) ? EXIT_CODES.done : EXIT_CODES.refused
}

/** Files as they are named, and of a folder its files in the order of their names. */
const filesOf = async (args: readonly string[], { cwd }: Io): Promise<readonly string[]> => {
  const files: string[] = []
  for (const path of args) {
    const isFolder =
      path !== '-' &&
      (await stat(resolve(cwd, path)).then(
        found => found.isDirectory(),
        () => false,
      ))
    if (!isFolder) {
      files.push(path)
      continue
    }
    const entries = await readdir(resolve(cwd, path), { withFileTypes: true })
    const names = entries.filter(entry => entry.isFile() && !entry.name.startsWith('.')).map(({ name }) => name)
    if (names.length === 0) throw new UsageError(`The folder ${path} has no files.`)
    files.push(...names.sort().map(name => join(path, name)))
  }
  if (files.filter(file => file === '-').length > 1) throw new UsageError('Standard input can be read only once.')
  return files
}

const tagsOf = (given: readonly string[]): Record<string, string> | undefined => {
  const entries = given.map(tag => {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(tag) ?? []
    if (name === undefined || value === undefined) throw new UsageError(`A tag is NAME=VALUE, not "${tag}".`)
    return [name, value] as const
  })
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

const saved = async ({ job }: BatchResult, { out, force }: SubmitOptions, io: Io) => {
  if (out === undefined || job?.signatureFileContents === undefined) return {}
  const folder = join(out, job.jobId)
  await mkdir(resolve(io.cwd, folder), { recursive: true })
  const bytes = new TextEncoder().encode(job.signatureFileContents)
  const { path } = await saveFile(io, { folder, name: 'SIGNATURE', bytes, jobId: job.jobId, force })
  return { signatureFile: path }
}

const COLUMNS: readonly Column<Submitted>[] = [
  { title: 'file', of: ({ file }) => file },
  { title: 'outcome', of: outcomeOf },
  { title: 'job', of: ({ job }) => job?.jobId ?? '-' },
  { title: 'device', of: ({ job }) => job?.deviceId },
  { title: 'signature', of: ({ signatureFile }) => signatureFile },
  { title: 'detail', of: ({ problem }) => problem && `${problem.code}: ${problem.detail}` },
]

function outcomeOf({ status, replayed, validation }: Submitted): string {
  if (validation) return 'valid'
  if (status < 300) return replayed ? 'found: it was made before' : 'created'
  return status >= 500 || status === 409 || status === 429 ? 'unclear' : 'refused'
}
