import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readManifestBytes } from '../manifest/assist/read-bytes.ts'
import { type Era, JOB_TYPES, type JobType } from '../manifest/manifest.ts'
import { MOST_BYTES } from '../manifest/read.ts'
import type { Command, Io } from './command.ts'
import { diffOf, fixBytes, NotWritten, writeFixed } from './validate-fix.ts'
import { asGithub, asJson, asText, type CheckedFile } from './validate-report.ts'

const USAGE = 'FILE... | -'
const OPTIONS = '[--job-type Import|Export] [--era lenient|2015] [--format text|json|github] [--fix | --diff]'

const ERAS: readonly Era[] = ['lenient', '2015']
const FORMATS = ['text', 'json', 'github'] as const

/**
 * Checks manifests without sending anything. Exit code 0: all valid, 1: some are not, 2: some could not be read or written.
 * `--fix` applies every certain fix to the files first; `--diff` shows what it would change and writes nothing.
 */
export const validate: Command = {
  run: async (args, io) => {
    const parsed = parse(args)
    if (typeof parsed === 'string') {
      io.stderr.write(`${parsed}\nUsage: waybill validate ${OPTIONS} ${USAGE}\n`)
      return 2
    }
    const { files, format, mode } = parsed
    const checked: CheckedFile[] = []
    let isUnreadable = false
    for (const file of files) {
      try {
        checked.push(await checkFile(file, parsed, io))
      } catch (error) {
        isUnreadable = true
        const verb = error instanceof NotWritten ? 'written' : 'read'
        io.stderr.write(`${file}: cannot be ${verb}: ${reasonOf(error)}\n`)
      }
    }
    // Where standard output is a diff or a mended manifest, the report must not be part of it.
    const out = mode === 'diff' || (mode === 'fix' && files.includes('-')) ? io.stderr : io.stdout
    if (format === 'json') out.write(asJson(checked))
    else if (format === 'github') out.write(asGithub(checked))
    else out.write(asText(checked, { isColoured: out.isTerminal && !io.env.NO_COLOR }))
    if (isUnreadable) return 2
    return checked.every(({ valid }) => valid) ? 0 : 1
  },
}

/** One file: read, mended where that is wanted, and checked as it is then. */
const checkFile = async (file: string, { era, jobType, mode }: Options, io: Io): Promise<CheckedFile> => {
  const options = { era, ...(jobType && { jobType }) }
  const bytes = await read(file, io)
  const name = file === '-' ? '<stdin>' : file
  const fixed = mode === 'check' ? undefined : fixBytes(bytes, options)
  if (mode === 'diff' && fixed) io.stdout.write(diffOf(name, bytes, fixed))
  if (mode !== 'fix') return check(name, bytes, options)
  if (fixed) await writeFixed(file, bytes, fixed, io)
  const { isText, ...checked } = check(name, fixed?.bytes ?? bytes, options)
  // Bytes that are not text cannot be passed on as text; nothing is better than something else.
  if (!fixed && file === '-' && isText) io.stdout.write(checked.text)
  return { ...checked, fixed: fixed?.fixes ?? [] }
}

interface Options {
  readonly files: readonly string[]
  readonly era: Era
  readonly jobType: JobType | undefined
  readonly format: (typeof FORMATS)[number]
  /** Whether files are mended, or only what mending would change is shown. */
  readonly mode: 'check' | 'fix' | 'diff'
}

/** @returns what is wrong with the arguments, if anything is */
const parse = (args: readonly string[]): Options | string => {
  try {
    const { values, positionals: files } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'job-type': { type: 'string' },
        era: { type: 'string', default: 'lenient' },
        format: { type: 'string', default: 'text' },
        fix: { type: 'boolean', default: false },
        diff: { type: 'boolean', default: false },
      },
    })
    const era = ERAS.find(name => name === values.era)
    const format = FORMATS.find(name => name === values.format)
    const asked = values['job-type']
    const jobType = JOB_TYPES.find(name => name.toLowerCase() === asked?.toLowerCase())
    if (!era) return `Unknown era "${values.era}".`
    if (!format) return `Unknown format "${values.format}".`
    if (asked !== undefined && !jobType) return `Unknown job type "${asked}".`
    if (files.length === 0) return 'Name a file, or - for standard input.'
    if (files.filter(file => file === '-').length > 1) return 'Standard input can be read only once.'
    if (values.fix && values.diff) return 'Choose one: --fix writes the files, --diff only shows what it would write.'
    return { files, era, jobType, format, mode: values.fix ? 'fix' : values.diff ? 'diff' : 'check' }
  } catch (error) {
    // parseArgs throws a TypeError for arguments that it does not know.
    return reasonOf(error)
  }
}

const reasonOf = (error: unknown) => String(error).replace(/^\w*Error(?: \[\w+\])?: /, '')

const check = (file: string, bytes: Uint8Array, options: { era: Era; jobType?: JobType }) => {
  const { manifest, ...reading } = readManifestBytes(bytes, options)
  return { file, ...reading }
}

/** Enough to say that a manifest is too large; a device that never ends is not read to its end. */
const MOST_READ = 16 * MOST_BYTES

const read = async (file: string, io: Io): Promise<Uint8Array> => {
  const source = file === '-' ? io.stdin : createReadStream(resolve(io.cwd, file))
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    length += chunk.length
    if (length > MOST_READ) break
  }
  return Buffer.concat(chunks)
}
