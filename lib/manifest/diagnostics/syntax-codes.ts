import type { CodeEntry } from './code-entry.ts'

/** Diagnostics of single lines. */
export const SYNTAX_CODES = {
  TAB_INDENT: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'Indent with blanks, not with tabs (here and in the lines that follow).',
  },
  ODD_BLANK: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'An unusual blank ({blank}) stands where the line or its entry begins.',
    hint: 'Replace it with ordinary blanks.',
  },
  WRONG_INDENT: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'This line is indented like no line that it could belong to.',
    hint: 'Start it at the column of the lines beside it; indent only below an option that has no value of its own.',
  },
  NOT_A_PAIR: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'This line has no colon, so it is not option:value.',
    hint: 'Write name:value. A value cannot go on in the next line, and a comment begins with "#".',
  },
  OPTION_WITHOUT_NAME: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'No name stands before the colon.',
  },
  BLANK_BEFORE_COLON: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'A blank stands before the colon of "{key}" and none after it.',
    hint: 'Write {key}:value or {key}: value.',
  },
  DASH_WITHOUT_BLANK: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'A list item needs a blank after its dash.',
    hint: 'Write "- exportBucket:mybucket".',
  },
  ITEM_EXPECTED: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'This line stands in a list but does not begin with "- ".',
    hint: 'Put "- " before it, or indent it below the item that it belongs to.',
  },
  ITEM_UNEXPECTED: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'A list item ("- ") stands where an option belongs.',
    hint: 'Remove the dash, or put the item below the option whose list it belongs to.',
  },
  NESTED_TOO_DEEP: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'Lines are nested too deep from here on.',
    hint: 'A manifest nests three deep at most: operations, an entry, its options.',
  },
  OPTION_TWICE: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'error',
    message: '"{key}" stands here a second time; the first is in line {other}.',
    hint: 'Keep one of the two.',
  },
  NOT_INDENTED: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'The lines from here to "{last}" belong to "{owner}" and must be indented under it.',
    hint: 'Put four blanks before each of them.',
  },
  MULTI_LINE_VALUE: {
    serviceCode: 'MalformedManifestException',
    severity: 'error',
    message: 'A value stands on one line; "{sign}" does not continue it below.',
    hint: 'Write the whole value after the colon of "{key}".',
  },
  HASH_IN_VALUE: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'warning',
    message: 'The "#" and what follows are part of the value of "{key}".',
    hint: 'A comment needs a line of its own. If the value is meant so, put it in quotes.',
  },
  INVISIBLE_CHARACTER: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'warning',
    message: 'The value of "{key}" has an invisible character: {character} in column {column}{elsewhere}.',
    hint: 'Remove it: it is part of the value.',
  },
  YAML_ESCAPE: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'warning',
    message: 'In "{key}", {escape} stays as it is typed: escapes of YAML are not read{instead}.',
    hint: 'Write the character itself; the file is UTF-8.',
  },
  SMART_QUOTES: {
    serviceCode: 'InvalidManifestFieldException',
    severity: 'error',
    message: 'Typographic quotes ({quotes}) stand around "{key}".',
    hint: 'Remove them; if quotes are needed, type straight ones.',
  },
} as const satisfies Record<string, CodeEntry>
