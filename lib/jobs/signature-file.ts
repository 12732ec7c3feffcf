import { timingSafeEqual } from 'node:crypto'
import { decodeManifest } from '../manifest/text/decode.ts'
import { sha256Hex } from './idempotency.ts'

/** The name that the file must have in the device's root directory, in capitals (guide: "Sending a CreateJob Request"). */
export const SIGNATURE_FILE_NAME = 'SIGNATURE'

/** The start of the names of all SIGNATURE files in the archive. */
export const SIGNATURES = 'signatures/'

/** Where a job's SIGNATURE lies in the archive. */
export const signatureArchiveName = (team: string, jobId: string) =>
  `${SIGNATURES}${encodeURIComponent(team)}/${jobId}/${SIGNATURE_FILE_NAME}`

/** The contents of a SIGNATURE file. */
export interface SignatureFile {
  readonly jobId: string
  readonly signature: string
  /** The file as text, from any encoding. */
  readonly text: string
  readonly encoding: readonly ('UTF_16' | 'BYTE_ORDER_MARK')[]
}

/** Four lines, in this order. */
const FORM = /^version:2\.0\nsigningMethod:HmacSHA1\njobId:([A-Za-z0-9-]{1,64})\nsignature:([A-Za-z0-9+/]{27}=)$/

/**
 * Reads a SIGNATURE file tolerantly: UTF-8 or UTF-16, any line ends, blanks around values. `undefined`: it is not a SIGNATURE
 * file.
 */
export const readSignatureFile = (bytes: Uint8Array): SignatureFile | undefined => {
  const { text, diagnostics } = decodeManifest(bytes)
  const [, jobId, signature] = FORM.exec(withoutEnds(withoutBlanks(withLineFeeds(text)))) ?? []
  if (jobId === undefined || signature === undefined) return undefined
  const encoding = (['UTF_16', 'BYTE_ORDER_MARK'] as const).filter(code =>
    diagnostics.some(diagnostic => diagnostic.code === code),
  )
  return { jobId, signature, text, encoding }
}

/** One way in which a file differs from the job's SIGNATURE. */
export interface SignatureDifference {
  readonly code: 'UTF_16' | 'BYTE_ORDER_MARK' | 'LINE_ENDS' | 'BLANKS' | 'LAST_LINE_END' | 'OTHER_TEXT'
  readonly detail: string
}

const DETAILS = {
  UTF_16: 'The file is in UTF-16. It must be in UTF-8 without a byte order mark.',
  BYTE_ORDER_MARK: 'The file begins with a byte order mark. It must begin with the word "version".',
  LINE_ENDS: 'The lines end with a carriage return. They must end with a line feed alone.',
  BLANKS: 'There are blanks at the ends of lines or around the colons. They must go.',
  LAST_LINE_END:
    'The last line must end with exactly one line feed, and no empty line may stand around the four lines.',
} as const satisfies Partial<Record<SignatureDifference['code'], string>>

const difference = (code: keyof typeof DETAILS): SignatureDifference => ({ code, detail: DETAILS[code] })

/** How a file differs from the expected text, in the order in which to mend it. */
export const signatureDifferences = (
  { text, encoding }: Pick<SignatureFile, 'text' | 'encoding'>,
  expected: string,
): readonly SignatureDifference[] => {
  const lined = withLineFeeds(text)
  const bare = withoutBlanks(lined)
  const found = [
    ...encoding.map(difference),
    ...(lined !== text ? [difference('LINE_ENDS')] : []),
    ...(bare !== lined ? [difference('BLANKS')] : []),
    ...(endsOf(bare) !== endsOf(expected) ? [difference('LAST_LINE_END')] : []),
  ]
  const lines = withoutEnds(expected).split('\n')
  const at = withoutEnds(bare)
    .split('\n')
    .findIndex((line, index) => line !== lines[index])
  if (at === -1) return found
  const detail = `Line ${at + 1} has another text than in the file that the service gave out for this job.`
  return [...found, { code: 'OTHER_TEXT', detail }]
}

/** Some tools end a line with CR CR LF, old ones with CR alone. */
const withLineFeeds = (text: string) => text.replace(/\r+\n|\r/g, '\n')
const withoutBlanks = (text: string) =>
  text
    .split('\n')
    .map(line => line.replace(/^[ \t]+|[ \t]+$/g, '').replace(/^(\w+)[ \t]*:[ \t]*/, '$1:'))
    .join('\n')
const withoutEnds = (text: string) => text.replace(/^\n+|\n+$/g, '')
const endsOf = (text: string) => [/^\n*/, /\n*$/].map(ends => ends.exec(text)?.[0].length).join()

/** Whether two texts are the same. The comparison takes the same time wherever they differ. */
export const isSameSecret = (one: string | Uint8Array, other: string | Uint8Array) =>
  timingSafeEqual(Buffer.from(sha256Hex(one)), Buffer.from(sha256Hex(other)))
