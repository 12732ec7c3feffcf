import { readManifestBytes } from '../../manifest/assist/read-bytes.ts'
import type { Era, JobType } from '../../manifest/manifest.ts'
import type { Command, CommandUse, Io } from '../command.ts'
import { EXIT_CODES, UsageError } from '../command-error.ts'
import { readBytes } from '../input.ts'
import { NotWritten } from './not-written.ts'
import type { ValidateOptions } from './options.ts'
import { validateReport } from './validate-report.ts'
import type { Validated } from './validate-service.ts'

/**
 * Checks manifests without sending anything, unless `--service` is given. Exit code 0: all valid, 1: some are not, 2: some could
 * not be read or written, 3: the service was asked, and of some it is not certain. `--fix` applies every certain fix to the
 * files first; `--diff` shows what it would change and writes nothing.
 */
export const validate: Command<ValidateOptions> = {
  run: async use => {
    const { args: files, options, io, target } = use
    if (!options.service && (target.endpoint || target.profile !== undefined)) {
      throw new UsageError('no server is asked without --service.')
    }
    if (files.filter(file => file === '-').length > 1) throw new UsageError('Standard input can be read only once.')
    const checked: Validated[] = []
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
    const code = await report(checked, use)
    return isUnreadable ? EXIT_CODES.usage : code
  },
}

/** @returns the exit code, as far as it follows from what was read */
const report = async (
  checked: readonly Validated[],
  { args: files, options, io, target, mayColour }: CommandUse<ValidateOptions>,
): Promise<number> => {
  const { format, diff, fix, service, 'job-type': jobType } = options
  // Where standard output is a diff or a mended manifest, the report must not be part of it.
  const out = diff || (fix && files.includes('-')) ? io.stderr : io.stdout
  // For programs there is one report, which has what was found here as well.
  if (!service || format === 'table') {
    out.write(await validateReport(checked, format, { isColoured: mayColour && out.isTerminal }))
  }
  if (!service) return checked.every(({ valid }) => valid) ? EXIT_CODES.done : EXIT_CODES.refused
  const { askService } = await import('./validate-service.ts')
  const { checkReport } = await import('../checks/check-report.ts')
  const { exitCodeOf } = await import('../checks/check-outcome.ts')
  const reports = await askService(checked, { jobType, target, io })
  out.write(
    await checkReport(format === 'table' ? reports.filter((_, index) => checked[index]?.valid) : reports, format),
  )
  return exitCodeOf(reports.map(({ outcome }) => outcome))
}

/** One file: read, mended where that is wanted, and checked as it is then. */
const checkFile = async (file: string, given: ValidateOptions, io: Io): Promise<Validated> => {
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
  return { file, bytes, ...reading }
}
