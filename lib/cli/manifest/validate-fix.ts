import { resolve } from 'node:path'
import { createTwoFilesPatch } from 'diff'
import { type AppliedFix, mendManifest } from '../../manifest/assist/mend.ts'
import type { ReadOptions } from '../../manifest/read.ts'
import { redact } from '../../manifest/redact/redact.ts'
import { decodeManifest } from '../../manifest/text/decode.ts'
import type { Io } from '../command.ts'
import { NotWritten } from './not-written.ts'
import { replaceFile } from './replace-file.ts'

/** What `--fix` makes of a file. */
export interface FixedFile {
  /** The mended text as it is written: UTF-8 without a byte order mark. */
  readonly bytes: Uint8Array
  readonly text: string
  readonly fixes: readonly AppliedFix[]
}

/** Applies every fix that is certain. Bytes that are not text are left as they are: their meaning is not known. */
export const fixBytes = (bytes: Uint8Array, options: ReadOptions): FixedFile | undefined => {
  const { text: given, diagnostics } = decodeManifest(bytes)
  if (diagnostics.some(({ severity }) => severity === 'error')) return undefined
  const { text, fixes } = mendManifest(given, options)
  const ofBytes = diagnostics.flatMap(({ code, line, fixes: [fix] = [] }) =>
    fix ? [{ code, line, title: fix.title }] : [],
  )
  if (ofBytes.length + fixes.length === 0) return undefined
  return { bytes: Buffer.from(text), text, fixes: [...ofBytes, ...fixes] }
}

/**
 * Writes a mended file; standard input goes to standard output.
 *
 * @throws NotWritten
 */
export const writeFixed = async (file: string, was: Uint8Array, fixed: FixedFile, io: Io): Promise<void> => {
  if (file === '-') return io.stdout.write(fixed.text)
  try {
    await replaceFile(resolve(io.cwd, file), was, fixed.text)
  } catch (error) {
    throw new NotWritten(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/** What the fixes change, as a unified diff. It shows no secret, so it is for the eye and not for `patch`. */
export const diffOf = (file: string, was: Uint8Array, fixed: FixedFile): string =>
  createTwoFilesPatch(
    file,
    file,
    visible(redact(decodeManifest(was).text)),
    visible(redact(fixed.text)),
    'as it is',
    'with the fixes',
    { headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true } },
  )

/** Line ends that are mended must be seen, and nothing may steer a terminal. */
const visible = (text: string) =>
  text.replace(/\r(?!\n)/g, '\u240d').replace(/(?![\t\r\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, sign => `<U+${hex(sign)}>`)

const hex = (sign: string) => (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
