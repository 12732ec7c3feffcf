import type { Explanation } from '../code-entry.ts'
import type { WHOLE_TEXT_CODES } from '../whole-text-codes.ts'

/** Diagnostics of the text as a whole. */
export const EXPLAINED_WHOLE_TEXT: Readonly<Record<keyof typeof WHOLE_TEXT_CODES, Explanation>> = {
  MANIFEST_EMPTY: {
    means: 'Nothing arrived, or only blanks. The service calls this a missing parameter: "Manifest must be specified".',
    example: '',
    mended: 'manifestVersion:2.0',
  },
  MANIFEST_TOO_LARGE: {
    means: 'A manifest describes one device in a few dozen lines. Anything above 64 KB is refused before it is read.',
    example: '(more than 65,536 bytes)',
    mended: 'manifestVersion:2.0',
  },
  MANIFEST_MALFORMED: {
    means:
      'A manifest is made of lines such as deviceId:HD001. In this text no line has a colon between a name and a value.',
    example: 'INVALID MANIFEST',
    mended: 'manifestVersion:2.0',
  },
  LINES_JOINED: {
    means:
      'A shell or a program has put the lines of the manifest together, so only the first option could be read, with all the others as its value.',
    example: 'manifestVersion:2.0 bucket:mybucket deviceId:HD001 eraseDevice:yes',
    mended: 'manifestVersion:2.0\nbucket:mybucket\ndeviceId:HD001\neraseDevice:yes',
  },
  LINE_ENDS_UNUSUAL: {
    means:
      'CR alone comes from old Mac programs, CR CR LF from text that was written twice in text mode. The other lines are checked as if they ended with LF.',
    example: 'manifestVersion:2.0\r\r\nbucket:mybucket\r\r\n',
    mended: 'manifestVersion:2.0\r\nbucket:mybucket\r\n',
  },
  YAML_DIRECTIVE: {
    means: 'YAML writers may put %YAML or %TAG before a document. A manifest is a language of its own.',
    example: '%YAML 1.1\n---\nbucket:mybucket',
    mended: '---\nbucket:mybucket',
  },
  MANIFEST_IS_PATH: {
    means:
      'A command-line tool sent the path or the address itself, mostly because "file://" or "@" before it was left out, or because the tool does not fetch addresses. The service answers only that the manifest is not well-formed.',
    example: './my-s3-import.txt',
    mended: 'manifestVersion:2.0',
  },
  OTHER_FORMAT: {
    means:
      'The text is of another format: JSON, XML, HTML, RTF, a PDF, ZIP or Word file, an image, a form, or a manifest that is still URL-encoded.',
    example: '{"manifestVersion": "2.0"}',
    mended: 'manifestVersion:2.0',
  },
  BYTE_ORDER_MARK: {
    means:
      'Some editors put an invisible mark at the start of a UTF-8 file. Other readers take it for part of the first name.',
    example: '\ufeffmanifestVersion:2.0',
    mended: 'manifestVersion:2.0',
  },
  UTF_16: {
    means:
      'Windows tools (PowerShell\'s ">" among them) write UTF-16. It is recognised by its byte order mark and converted to UTF-8.',
    example: '(a file that begins with the bytes FF FE or FE FF)',
    mended: 'manifestVersion:2.0',
  },
  INVALID_UTF_8: {
    means:
      'The file has another encoding (Latin-1, Windows-1252) or is not text. Guessing could change a password or a name.',
    example: '(a file with a byte such as E9 alone, which is "é" in Latin-1)',
    mended: 'manifestVersion:2.0',
  },
  CONTROL_CHARACTER: {
    means:
      'NUL and other control characters cannot be part of a value and are mostly a sign of another encoding or a damaged file.',
    example: 'deviceId:HD\u0000001',
    mended: 'deviceId:HD001',
  },
  TOO_MANY_FAULTS: {
    means:
      'A list stops at 100 entries, this one included. It is an error if one of the diagnostics left out is an error.',
    example: '(a manifest with more than 100 diagnostics)',
    mended: 'manifestVersion:2.0',
  },
}
