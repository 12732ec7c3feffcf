import { readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { readManifestBytes } from '../../manifest/assist/read-bytes.ts'
import { answered, waybillClient } from '../api/ask.ts'
import type { Command, Io } from '../command.ts'
import { EXIT_CODES, UsageError } from '../command-error.ts'
import { readInput } from '../input.ts'
import { asText } from '../manifest/validate-report.ts'
import { counted } from '../output/counted.ts'
import { progressOn } from '../output/progress.ts'
import { asJson, printRows } from '../output/rows.ts'
import type { SubmitOptions } from './options.ts'
import { submitTemplate } from './submit-template.ts'
import { exitCodeOf, SUBMITTED_COLUMNS, type Submitted, saved, tagsOf } from './submitted.ts'
import { readWithDefaults } from './team-defaults.ts'

/** As many as Waybill takes at once. */
const MOST_IN_A_BATCH = 50

/**
 * Submits manifests. All are checked first: where one is not valid, none is sent. Exit code 0: each has its job, 1: some
 * are refused, 3: it is open what became of some; the same command again, unchanged, finds out and makes no second job.
 */
export const submit: Command<SubmitOptions> = {
  run: async use => {
    const { args, options, io, target, isQuiet, mayColour } = use
    if (options.template !== undefined) return submitTemplate(use, options.template)
    if (args.length === 0) throw new UsageError('Name the manifests, or a template with --template.')
    const files = await filesOf(args, io)
    if (options['idempotency-key'] !== undefined && files.length > 1) {
      throw new UsageError('--idempotency-key names one submission, and here are several.')
    }
    const tags = tagsOf(options.tag)
    const { 'job-type': jobType, 'return-address': returnAddress } = options
    const reading = jobType ? { jobType } : {}
    const alone = await Promise.all(
      files.map(async file => {
        const bytes = await readInput(file, io)
        return { file: file === '-' ? '<stdin>' : file, ...readManifestBytes(bytes, reading) }
      }),
    )
    const client = await waybillClient(target, io)
    const read = await readWithDefaults(client, alone, { ...reading, returnAddress })
    const invalid = read.filter(({ valid }) => !valid)
    if (invalid.length > 0) {
      io.stderr.write(asText(invalid, { isColoured: io.stderr.isTerminal && mayColour }))
      io.stderr.write(`Nothing was sent. Not valid: ${invalid.length} of ${counted(read.length, 'manifest')}.\n`)
      return EXIT_CODES.refused
    }
    const progress = progressOn(io.stderr, isQuiet)
    const submitted: Submitted[] = []
    for (let first = 0; first < read.length; first += MOST_IN_A_BATCH) {
      const some = read.slice(first, first + MOST_IN_A_BATCH)
      progress.show(`${submitted.length} of ${read.length} submitted`)
      const items = some.map(({ text }) => ({
        manifest: text,
        ...reading,
        ...(returnAddress !== undefined && { returnAddress }),
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
    io.stdout.write(
      format === 'json' ? asJson(submitted) : await printRows(submitted, { format, columns: SUBMITTED_COLUMNS }),
    )
    return exitCodeOf(submitted, read.length)
  },
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
