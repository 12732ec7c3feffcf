import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { components } from '../../client/client.ts'
import type { Io } from '../command.ts'
import { EXIT_CODES, type ExitCode } from '../command-error.ts'
import { namedValues } from '../named-values.ts'
import type { Column } from '../output/rows.ts'
import { saveFile } from '../tool/tool-files.ts'
import type { SubmitOptions } from './options.ts'

export type SubmittedItem = components['schemas']['BatchResults']['items'][number]

/** What became of a manifest. */
export interface Submitted extends SubmittedItem {
  readonly file: string
  readonly signatureFile?: string
}

export const exitCodeOf = (submitted: readonly Submitted[], sent: number): ExitCode => {
  const isOpen = ({ status }: Submitted) => status >= 500 || status === 409 || status === 429
  if (submitted.length < sent || submitted.some(isOpen)) return EXIT_CODES.unclear
  return submitted.every(({ status }) => status < 300) ? EXIT_CODES.done : EXIT_CODES.refused
}

export const tagsOf = (given: readonly string[]): Record<string, string> | undefined =>
  given.length > 0 ? namedValues('tag', given) : undefined

export const saved = async (
  { job }: Pick<SubmittedItem, 'job'>,
  { out, force }: Pick<SubmitOptions, 'out' | 'force'>,
  io: Io,
) => {
  if (out === undefined || job?.signatureFileContents === undefined) return {}
  const folder = join(out, job.jobId)
  await mkdir(resolve(io.cwd, folder), { recursive: true })
  const bytes = new TextEncoder().encode(job.signatureFileContents)
  const { path } = await saveFile(io, { folder, name: 'SIGNATURE', bytes, jobId: job.jobId, force })
  return { signatureFile: path }
}

export const SUBMITTED_COLUMNS: readonly Column<Submitted>[] = [
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
