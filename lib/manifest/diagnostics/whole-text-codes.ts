import type { CodeEntry } from './code-entry.ts'

/** Diagnostics of the text as a whole: it may not be a manifest at all. */
export const WHOLE_TEXT_CODES = {
  MANIFEST_EMPTY: {
    serviceCode: 'MissingParameterException',
    severity: 'error',
    message: 'The manifest is empty.',
    hint: 'Start with a template: waybill new s3-import',
  },
  MANIFEST_TOO_LARGE: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'The manifest has {bytes} bytes; at most 65,536 are read.',
    hint: 'Shorten it; long lists of ignore patterns can often be joined with "|".',
  },
  MANIFEST_MALFORMED: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'This is not a manifest: not one line has the form option:value.',
    hint: 'Start with a template: waybill new s3-import',
  },
  LINES_JOINED: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'All options stand on one line: {sign} stands where lines should end.',
    hint: 'Keep the line ends: Get-Content -Raw in PowerShell, "$(cat FILE)" with its quotes in other shells, or send the file itself.',
  },
  LINE_ENDS_UNUSUAL: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'Lines end with {ends} ({count} of them), not with LF or CR LF.',
    hint: 'Save the file with the line ends of Unix or Windows.',
  },
  YAML_DIRECTIVE: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: '"{directive}" is a directive of YAML, which a manifest does not have.',
    hint: 'Remove the line. A line "---" or "..." is skipped.',
  },
  MANIFEST_IS_PATH: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'This is {what}, not the manifest itself.',
    hint: 'Send the contents: curl --data-binary @FILE, aws importexport create-job --manifest file://FILE.',
  },
  OTHER_FORMAT: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'This is {format}, not a manifest.',
    hint: 'A manifest is plain text, one option:value a line.',
  },
  BYTE_ORDER_MARK: {
    serviceCode: 'MalformedManifestException',
    severity: 'warning',
    message: 'A byte order mark stands before the first line; it is left out.',
    hint: 'Save the file as "UTF-8" rather than "UTF-8 with BOM".',
  },
  UTF_16: {
    serviceCode: 'MalformedManifestException',
    severity: 'warning',
    message: 'The file is {encoding}, not UTF-8; it was converted.',
    hint: 'Save it as UTF-8: the service reads nothing else.',
  },
  INVALID_UTF_8: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'The byte {byte} at offset {offset} is not UTF-8 text.',
    hint: 'Save the file as UTF-8.',
  },
  CONTROL_CHARACTER: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'A control character ({character}), which is invisible, stands here{elsewhere}.',
    hint: 'Delete it, or type the line again.',
  },
  TOO_MANY_FAULTS: {
    serviceCode: 'MalformedManifestException',
    severity: 'warning',
    message: 'Only the first {shown} of {count} diagnostics are listed.',
    hint: 'Mend these and read it again.',
  },
} as const satisfies Record<string, CodeEntry>
