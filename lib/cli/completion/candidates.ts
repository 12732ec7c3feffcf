import type { CommandRow, CommandRows } from '../command.ts'
import type { OptionRow } from '../option.ts'
import { GLOBAL_OPTIONS } from '../program.ts'

/** A word with which a command line may go on. */
export interface Candidate {
  readonly word: string
  readonly about: string
}

/** All commands, and what words mean that others stand below. */
export interface Tables {
  readonly commands: CommandRows
  readonly families: Readonly<Record<string, string>>
}

/**
 * How a command line may go on.
 *
 * @param words what stands after `waybill`; the last one is what is being typed, perhaps nothing yet
 */
export const candidates = (words: readonly string[], tables: Tables): readonly Candidate[] => {
  const typed = words.at(-1) ?? ''
  return unfiltered(words.slice(0, -1), typed, tables).filter(({ word }) => word.startsWith(typed))
}

const unfiltered = (before: readonly string[], typed: string, { commands, families }: Tables): readonly Candidate[] => {
  const [first, second] = before.filter(word => !word.startsWith('-'))
  if (first === undefined) {
    return typed.startsWith('-') ? globals(undefined) : firstWords(commands, families)
  }
  const isFamily = Object.hasOwn(families, first)
  const name = isFamily ? `${first} ${second ?? ''}` : first
  const row = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!row) return isFamily && !typed.startsWith('-') ? secondWords(commands, first) : globals(undefined)

  const value = valuesAfter(row, before.at(-1) ?? '')
  if (value) return value
  if (typed.startsWith('-')) return [...optionsOf(row), ...globals(row)]
  // Where the argument is no closed list it may be a file, and the shell knows files.
  return (row.choices ?? []).map(word => ({ word, about: '' }))
}

const firstWords = (commands: CommandRows, families: Tables['families']): readonly Candidate[] => {
  const single = Object.entries(commands).filter(([name, { isHidden }]) => !name.includes(' ') && !isHidden)
  return [
    ...single.map(([word, { summary }]) => ({ word, about: summary })),
    ...Object.entries(families).map(([word, about]) => ({ word, about })),
    { word: 'help', about: 'Show the help of a command' },
  ]
}

const secondWords = (commands: CommandRows, family: string): readonly Candidate[] =>
  Object.entries(commands).flatMap(([name, { summary }]) => {
    const [first, second] = name.split(' ')
    return first === family && second !== undefined ? [{ word: second, about: summary }] : []
  })

/** What may stand after an option that takes a value; `undefined`: the word before is no such option. */
const valuesAfter = (row: CommandRow, before: string): readonly Candidate[] | undefined => {
  const name = before.replace(/^--/, '')
  const option = before.startsWith('--') && Object.hasOwn(row.options ?? {}, name) ? row.options?.[name] : undefined
  if (!option || option.is === 'flag') return before === '--endpoint-url' ? [] : undefined
  return option.is === 'choice' ? option.of.map(word => ({ word, about: option.about })) : []
}

const optionsOf = ({ options = {} }: CommandRow): readonly Candidate[] =>
  Object.entries<OptionRow>(options).map(([name, { about }]) => ({ word: `--${name}`, about }))

const globals = (row: CommandRow | undefined): readonly Candidate[] => [
  ...Object.values(GLOBAL_OPTIONS)
    .filter(([flags]) => row === undefined || row.asks !== undefined || !/--endpoint-url|--profile/.test(flags))
    .map(([flags, about]) => ({ word: /--[\w-]+/.exec(flags)?.[0] ?? flags, about })),
  { word: '--help', about: 'Show help' },
]
