import type { Kind } from '../manifest.ts'
import { type Field, fieldsOf, KIND_NAMES } from './field.ts'
import { FIELDS } from './fields.ts'

const INDENT = '    '

/**
 * A starter manifest: every option of the kind with a sentence about it. Values to fill in are in brackets, and optional options
 * are commented out.
 */
export const starterManifest = (kind: Kind): string =>
  [
    `# ${KIND_NAMES[kind]} manifest`,
    '#',
    '# Replace what stands in brackets, brackets included. Lines that begin with "#" are comments; an option that is',
    '# commented out may be left out, and counts as soon as its "#" is removed.',
    ...optionBlocks(FIELDS, kind).flatMap(lines => ['', ...lines]),
    '',
  ].join('\n')

/** The lines of each option: a comment about it, then the option, commented out if it is optional. */
const optionBlocks = (table: readonly Field[], kind: Kind): string[][] =>
  [...fieldsOf(table, kind).byName.values()].map(field => {
    const isOn = field.required?.includes(kind) || field.advised?.includes(kind)
    const lines = optionLines(field, kind)
    return [`# ${field.purpose}`, ...(isOn ? lines : lines.map(line => `#${line}`))]
  })

const optionLines = (field: Field, kind: Kind): string[] => {
  const { name, value } = field
  switch (value.is) {
    case 'map':
      return [`${name}:`, ...optionBlocks(value.fields, kind).flatMap(lines => lines.map(line => INDENT + line))]
    case 'list':
      return [`${name}:`, ...asItem(optionBlocks(value.fields, kind).flat())]
    case 'patterns':
      return [`${name}:`, `${INDENT}- ${field.sample}`]
    case 'texts':
    case 'substitutions':
      return [`${name}:`, `${INDENT}${field.sample}`]
    default:
      return [`${name}: ${field.sample ?? placeholder(field)}`]
  }
}

/** The lines of a map as an entry of a list: the dash is before its first option, after the comments. */
const asItem = (lines: readonly string[]): string[] => {
  const first = lines.findIndex(line => !line.startsWith('#'))
  return lines.map((line, number) => `${INDENT}${number === first ? '- ' : '  '}${line}`)
}

const placeholder = ({ name, value }: Field): string => {
  if (value.is === 'yes-no') return '[yes|no]'
  if (value.is === 'choice') return `[${value.of.join('|')}]`
  return `[Your ${name.replace(/[A-Z]/g, capital => ` ${capital.toLowerCase()}`)}]`
}
