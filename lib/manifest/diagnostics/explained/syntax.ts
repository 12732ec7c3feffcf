import type { Explanation } from '../code-entry.ts'
import type { SYNTAX_CODES } from '../syntax-codes.ts'

/** Diagnostics of single lines. */
export const EXPLAINED_SYNTAX: Readonly<Record<keyof typeof SYNTAX_CODES, Explanation>> = {
  TAB_INDENT: {
    means: 'How wide a tab is depends on who reads it, so nesting by tabs is ambiguous.',
    example: 'returnAddress:\n\tname:Jane Roe',
    mended: 'returnAddress:\n    name:Jane Roe',
  },
  ODD_BLANK: {
    means:
      'Text copied from a web page or a word processor may contain no-break spaces, which look like blanks and are not.',
    example: 'returnAddress:\n\u00a0\u00a0name:Jane Roe',
    mended: 'returnAddress:\n  name:Jane Roe',
  },
  WRONG_INDENT: {
    means:
      'Indentation shows the structure: options of one map start at one column, deeper than the option above them.',
    example: 'returnAddress:\n    name:Jane Roe\n  city:Anytown',
    mended: 'returnAddress:\n    name:Jane Roe\n    city:Anytown',
  },
  NOT_A_PAIR: {
    means: 'Every line is an option, a list item, a comment, or blank.',
    example: 'deviceId:HD001\neraseDevice yes',
    mended: 'deviceId:HD001\neraseDevice:yes',
  },
  OPTION_WITHOUT_NAME: {
    means: 'The first colon of a line splits name and value.',
    example: ':HD001',
    mended: 'deviceId:HD001',
  },
  BLANK_BEFORE_COLON: {
    means: 'Readers of YAML take "bucket :mybucket" for one piece of text without a colon.',
    example: 'bucket :mybucket',
    mended: 'bucket:mybucket',
  },
  DASH_WITHOUT_BLANK: {
    means: 'Without the blank the dash is part of the name.',
    example: 'operations:\n  -exportBucket:mybucket',
    mended: 'operations:\n  - exportBucket:mybucket',
  },
  ITEM_EXPECTED: {
    means:
      'Each entry of a list begins with a dash and a blank; further options of an entry start below its first option.',
    example: 'operations:\n  - exportBucket:mybucket\n  prefix:images',
    mended: 'operations:\n  - exportBucket:mybucket\n    prefix:images',
  },
  ITEM_UNEXPECTED: {
    means: 'Options of one map have no dashes. Lists stand only below operations and ignore.',
    example: 'deviceId:HD001\n- exportBucket:mybucket',
    mended: 'deviceId:HD001\noperations:\n- exportBucket:mybucket',
  },
  NESTED_TOO_DEEP: {
    means: 'No option of a manifest holds more than a list of maps.',
    example: Array.from({ length: 14 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    mended: 'operations:\n  - exportBucket:mybucket',
  },
  OPTION_TWICE: {
    means: 'Which of two values would count is not defined, so neither is guessed.',
    example: 'bucket:mybucket\nbucket:otherbucket',
    mended: 'bucket:mybucket',
  },
  NOT_INDENTED: {
    means: 'Only indentation distinguishes the sub-options of a map from top-level options.',
    example: 'returnAddress:\nname:Jane Roe\ncity:Anytown\ndeviceId:HD001',
    mended: 'returnAddress:\n    name:Jane Roe\n    city:Anytown\ndeviceId:HD001',
  },
  MULTI_LINE_VALUE: {
    means: 'YAML\'s "|" and ">" begin a text of several lines. No option of a manifest takes one.',
    example: 'generator: |\n  Text editor',
    mended: 'generator: Text editor',
  },
  HASH_IN_VALUE: {
    means:
      'A value is everything after the colon, since serial numbers ("S/N #12") and passwords contain "#". Readers of YAML would cut it off.',
    example: 'deviceId: S/N #12',
    mended: 'deviceId: "S/N #12"',
  },
  INVISIBLE_CHARACTER: {
    means:
      'No-break and zero-width spaces, soft hyphens and marks of writing direction come along when text is copied. They are named at the ends of a value, and inside wherever no script needs them.',
    example: 'bucket:mybucket\ndeviceId:\u00a0HD001',
    mended: 'bucket:mybucket\ndeviceId:HD001',
  },
  YAML_ESCAPE: {
    means:
      'PyYAML and other writers put escapes such as \\xEB into double quotes. Nothing documents that the service reads them, so a label would show the backslash.',
    example: 'returnAddress:\n  name:"Zo\\xEB Roe"',
    mended: 'returnAddress:\n  name:"Zo\u00eb Roe"',
  },
  SMART_QUOTES: {
    means:
      'A word processor has replaced straight quotes. To the service typographic ones are part of the name or value.',
    example: 'bucket:\u201cmybucket\u201d',
    mended: 'bucket:mybucket',
  },
}
