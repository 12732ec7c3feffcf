import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Era, JOB_TYPES, type JobType } from '../manifest/manifest.ts'
import { MOST_BYTES, readManifest } from '../manifest/read.ts'
import { decodeManifest } from '../manifest/text/decode.ts'
import type { Command, Io } from './command.ts'
import { asGithub, asJson, asText, type CheckedFile } from './validate-report.ts'

const USAGE = 'FILE... | -'
const OPTIONS = '[--job-type Import|Export] [--era lenient|2015] [--format text|json|github]'

const ERAS: readonly Era[] = ['lenient', '2015']
const FORMATS = ['text', 'json', 'github'] as const

/** Checks manifests without sending anything. Exit code 0: all valid, 1: some are not, 2: some could not be read. */
export const validate: Command = {
  run: async (args, io) => {
    const parsed = parse(args)
    if (typeof parsed === 'string') {
      io.stderr.write(`${parsed}\nUsage: waybill validate ${OPTIONS} ${USAGE}\n`)
      return 2
    }
    const { files, era, jobType, format } = parsed
    const checked: CheckedFile[] = []
    let isUnreadable = false
    for (const file of files) {
      try {
        const bytes = await read(file, io)
        checked.push(check(file === '-' ? '<stdin>' : file, bytes, { era, ...(jobType && { jobType }) }))
      } catch (error) {
        isUnreadable = true
        io.stderr.write(`${file}: cannot be read: ${reasonOf(error)}\n`)
      }
    }
    if (format === 'json') io.stdout.write(asJson(checked))
    else if (format === 'github') io.stdout.write(asGithub(checked))
    else io.stdout.write(asText(checked, { isColoured: io.stdout.isTerminal && !io.env.NO_COLOR }))
    if (isUnreadable) return 2
    return checked.every(({ valid }) => valid) ? 0 : 1
  },
}

interface Options {
  readonly files: readonly string[]
  readonly era: Era
  readonly jobType: JobType | undefined
  readonly format: (typeof FORMATS)[number]
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
    return { files, era, jobType, format }
  } catch (error) {
    // parseArgs throws a TypeError for arguments that it does not know.
    return reasonOf(error)
  }
}

const reasonOf = (error: unknown) => String(error).replace(/^\w*Error(?: \[\w+\])?: /, '')

const check = (file: string, bytes: Uint8Array, options: { era: Era; jobType?: JobType }): CheckedFile => {
  const decoded = decodeManifest(bytes)
  const { valid, kind, jobType, diagnostics } = readManifest(decoded.text, options)
  const isText = decoded.diagnostics.every(({ severity }) => severity !== 'error')
  return {
    file,
    text: decoded.text,
    valid: valid && isText,
    ...(kind && { kind }),
    ...(jobType && { jobType }),
    diagnostics: [...decoded.diagnostics, ...diagnostics].toSorted((a, b) => a.start - b.start),
  }
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
