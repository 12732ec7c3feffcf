import { readManifestBytes } from '../../manifest/assist/read-bytes.ts'
import type { Era, JobType } from '../../manifest/manifest.ts'
import type { Command, Io } from '../command.ts'
import { EXIT_CODES, UsageError } from '../command-error.ts'
import { readBytes } from '../input.ts'
import { NotWritten } from './not-written.ts'
import type { ValidateOptions } from './options.ts'
import { type CheckedFile, validateReport } from './validate-report.ts'

/**
 * Checks manifests without sending anything. Exit code 0: all valid, 1: some are not, 2: some could not be read or written.
 * `--fix` applies every certain fix to the files first; `--diff` shows what it would change and writes nothing.
 */
export const validate: Command<ValidateOptions> = {
  run: async ({ args: files, options, io, mayColour }) => {
    if (files.filter(file => file === '-').length > 1) throw new UsageError('Standard input can be read only once.')
    const checked: CheckedFile[] = []
    let isUnreadable = false
    for (const file of files) {
      try {
        checked.push(await checkFile(file, options, io))
      } catch (error) {
        isUnreadable = true
        const verb = error instanceof NotWritten ? 'written' : 'read'
        io.stderr.write(`${file}: cannot be ${verb}: ${reasonOf(error)}\n`)
      }
    }
    // Where standard output is a diff or a mended manifest, the report must not be part of it.
    const out = options.diff || (options.fix && files.includes('-')) ? io.stderr : io.stdout
    out.write(await validateReport(checked, options.format, { isColoured: out.isTerminal && mayColour }))
    if (isUnreadable) return EXIT_CODES.usage
    return checked.every(({ valid }) => valid) ? EXIT_CODES.done : EXIT_CODES.refused
  },
}

/** One file: read, mended where that is wanted, and checked as it is then. */
const checkFile = async (file: string, given: ValidateOptions, io: Io): Promise<CheckedFile> => {
  const { era, 'job-type': jobType, fix, diff } = given
  const options = { era, ...(jobType && { jobType }) }
  const bytes = await readBytes(file, io)
  const name = file === '-' ? '<stdin>' : file
  if (!fix && !diff) return check(name, bytes, options)
  // Seldom needed, and not read before it is.
  const { diffOf, fixBytes, writeFixed } = await import('./validate-fix.ts')
  const fixed = fixBytes(bytes, options)
  if (diff && fixed) io.stdout.write(diffOf(name, bytes, fixed))
  if (!fix) return check(name, bytes, options)
  if (fixed) await writeFixed(file, bytes, fixed, io)
  const { isText, ...checked } = check(name, fixed?.bytes ?? bytes, options)
  // Bytes that are not text cannot be passed on as text; nothing is better than something else.
  if (!fixed && file === '-' && isText) io.stdout.write(checked.text)
  return { ...checked, fixed: fixed?.fixes ?? [] }
}

const reasonOf = (error: unknown) => String(error).replace(/^\w*Error(?: \[\w+\])?: /, '')

const check = (file: string, bytes: Uint8Array, options: { era: Era; jobType?: JobType }) => {
  const { manifest, ...reading } = readManifestBytes(bytes, options)
  return { file, ...reading }
}
