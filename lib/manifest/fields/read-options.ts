import type { DiagnosticCode } from '../diagnostics/codes.ts'
import type { MessageParams, RawDiagnostic, RawFix } from '../diagnostics/raw-diagnostic.ts'
import type { Draft, Kind, Plain, Substitution } from '../manifest.ts'
import { isSecretName } from '../redact/secret-names.ts'
import { lineWithEnd } from '../text/lines.ts'
import { isNullWord } from '../text/scalar.ts'
import {
  type Entry,
  type Item,
  type ListNode,
  type MapNode,
  pointerStep,
  type Range,
  type Scalar,
} from '../text/tree.ts'
import { type CheckedText, checkText, isWorthChecking, type Surroundings } from './check-text.ts'
import { type Field, type FieldIndex, fieldsOf } from './field.ts'
import { FIELDS } from './fields.ts'
import { diagnoseName } from './option-name.ts'
import { plainOf } from './plain.ts'
import { readValue } from './read-value.ts'

/** The options by name, and the diagnostics of each. */
export interface OptionReading {
  readonly options: Draft
  readonly diagnostics: readonly RawDiagnostic[]
}

/** Reads the tree by the tables of fields. `around` is the manifest, for items that are always one line. */
export const readOptions = (
  root: MapNode,
  kind: Kind | undefined,
  around: Surroundings,
  whole: Range,
): OptionReading => {
  const reader = new OptionReader(kind, around)
  // The tables of fields and the types of manifest.ts name the same options; a test holds them together.
  const options = reader.map(root, FIELDS, '', whole, '') as Draft
  return { options, diagnostics: reader.diagnostics }
}

type Values = Record<string, unknown>

/** An option with a misspelt name. */
interface Misspelt {
  /** The name that was meant. */
  readonly name: string
  readonly key: Range
  readonly fix?: RawFix
}

class OptionReader {
  readonly diagnostics: RawDiagnostic[] = []
  readonly #kind: Kind | undefined
  readonly #around: Surroundings

  constructor(kind: Kind | undefined, around: Surroundings) {
    this.#kind = kind
    this.#around = around
  }

  /** Reads one map by its table. `at` is the place where a missing option is reported. */
  map(map: MapNode, table: readonly Field[], pointer: string, at: Range, where: string): Values {
    const index = fieldsOf(table, this.#kind)
    const values: Values = {}
    let unknown: [string, Plain][] | undefined
    let misspelt: Map<string, Misspelt> | undefined
    for (const [name, entry] of map.entries) {
      const field = index.byName.get(name)
      if (!field) {
        const meant = this.#unknown(entry, map, table, pointer, where)
        misspelt ??= new Map()
        if (meant !== undefined) misspelt.set(meant.name, meant)
        unknown ??= []
        unknown.push([name, plainOf(entry.value)])
        continue
      }
      const value = this.#value(field, entry, pointer, index)
      if (value !== undefined) values[field.name] = value
    }
    for (const field of index.required) {
      if (!map.entries.has(field.name)) this.#missing(field, at, pointer, where, misspelt?.get(field.name))
    }
    // `fromEntries` instead of assignment, so that a name such as `__proto__` is harmless.
    if (unknown) values.unknown = Object.fromEntries(unknown)
    return values
  }

  #value(field: Field, entry: Entry, parent: string, { required }: FieldIndex): unknown {
    const { value } = entry
    if (value.is === 'scalar' && (value.text === '' || isNull(value))) {
      if (required.includes(field)) this.#empty(field, entry, parent)
      else if (value.text !== '') this.#null(value, field.name, parent + pointerStep(field.name))
      return undefined
    }
    switch (field.value.is) {
      case 'map':
        if (value.is !== 'map') return this.#wrongForm('MAP_EXPECTED', field, entry, parent)
        return this.map(value, field.value.fields, parent + pointerStep(field.name), entry.key, ` in ${field.name}`)
      case 'list':
        return this.#list(field, field.value.fields, entry, parent)
      case 'patterns':
        if (value.is !== 'list') return this.#wrongForm('LIST_EXPECTED', field, entry, parent)
        return this.#patterns(value)
      case 'texts':
        if (value.is !== 'map') return this.#wrongForm('MAP_EXPECTED', field, entry, parent)
        return Object.fromEntries(this.#pairs(value, parent + pointerStep(field.name), false))
      case 'substitutions':
        if (value.is !== 'map') return this.#wrongForm('MAP_EXPECTED', field, entry, parent)
        return this.#pairs(value, parent + pointerStep(field.name), true).map(
          ([from, to]): Substitution => ({ from, to }),
        )
      default:
        if (value.is !== 'scalar') return this.#notSingle(entry.key, parent + pointerStep(field.name), field.name)
        return this.#scalar(field, value, parent)
    }
  }

  #scalar(field: Field, scalar: Scalar, parent: string): unknown {
    const { value, diagnostic } = readValue(field, scalar)
    if (diagnostic) {
      const { fix, ...rest } = diagnostic
      const { start, end } = scalar
      // A secret gets no fix, since only its owner knows it.
      const mend = fix && !field.secret ? { fix } : {}
      this.diagnostics.push({ ...rest, ...mend, pointer: parent + pointerStep(field.name), start, end })
    } else if (isWorthChecking(this.#around, scalar)) {
      const isSecret = () => field.secret === true
      const mayEndWithSemicolon = field.value.is === 'text' && field.value.shape === 'emails'
      const pointer = parent + pointerStep(field.name)
      this.#checkText({ scalar, key: field.name, pointer, isSecret, mayEndWithSemicolon })
    }
    return value
  }

  #checkText(checked: CheckedText): void {
    const found = checkText(this.#around, checked)
    if (found.length > 0) this.diagnostics.push(...found)
  }

  #null(value: Scalar, key: string, pointer: string): void {
    const edits = [{ ...lineWithEnd(this.#around.text, value.start), text: '' }]
    const fix = { title: 'Remove the line', edits }
    const { start, end, text } = value
    this.diagnostics.push({ code: 'NULL_VALUE', start, end, pointer, params: { key, value: text }, fix })
  }

  #list(field: Field, fields: readonly Field[], entry: Entry, parent: string): Values[] | undefined {
    const pointer = parent + pointerStep(field.name)
    const { value } = entry
    if (value.is === 'scalar') return this.#wrongForm('LIST_EXPECTED', field, entry, parent)
    if (value.is === 'map') {
      this.#wrongForm('LIST_EXPECTED', field, entry, parent)
      // The dash is missing. The single entry is still checked, and its diagnostics have the places of its lines.
      this.map(value, fields, pointer, entry.key, ` in ${field.name}`)
      return undefined
    }
    return value.items.map((item, number) => {
      const where = ` in ${field.name}, entry ${number + 1}`
      const at = pointer + pointerStep(number)
      if (item.value.is === 'map') return this.map(item.value, fields, at, item, where)
      this.#report('MAP_EXPECTED', item, at, { key: `entry ${number + 1} of ${field.name}`, example: '- name:value' })
      return {}
    })
  }

  #patterns(list: ListNode): string[] {
    return list.items.map((item, number) => {
      const pattern = this.#lineOf(item, number)
      if (pattern === undefined) this.#notSingle(item, `/ignore/${number}`, `entry ${number + 1} of ignore`)
      return pattern ?? ''
    })
  }

  /** An item that looks like `name:value` is still one text, since a pattern may contain a colon. */
  #lineOf(item: Item, number: number): string | undefined {
    if (item.value.is === 'scalar') {
      const key = `entry ${number + 1} of ignore`
      if (isNull(item.value)) return ''
      this.#checkText({
        scalar: item.value,
        key,
        pointer: `/ignore/${number}`,
        isSecret: () => false,
        isPattern: true,
      })
      return item.value.text
    }
    if (item.value.is !== 'map' || item.value.entries.size !== 1) return undefined
    const [entry] = item.value.entries.values()
    return entry?.value.is === 'scalar' ? this.#around.text.slice(item.start, item.end) : undefined
  }

  #pairs(map: MapNode, pointer: string, isOfPatterns: boolean): [string, string][] {
    const pairs: [string, string][] = []
    for (const [name, { key, value }] of map.entries) {
      const at = pointer + pointerStep(name)
      if (value.is !== 'scalar') this.#notSingle(key, at, name)
      else if (isNull(value)) this.#null(value, name, at)
      else {
        const isSecret = () => isSecretName(name)
        pairs.push([name, value.text])
        if (key.quoted) this.#checkText({ scalar: key, key: name, pointer: at, isSecret, isPattern: isOfPatterns })
        this.#checkText({ scalar: value, key: name, pointer: at, isSecret })
      }
    }
    return pairs
  }

  #notSingle(at: Range, pointer: string, key: string): undefined {
    this.#report('VALUE_EXPECTED', at, pointer, { key })
  }

  /** @returns the option that was meant, if that is clear */
  #unknown(entry: Entry, map: MapNode, table: readonly Field[], parent: string, where: string): Misspelt | undefined {
    const { key } = entry
    const diagnostic = diagnoseName(this.#around.text, entry, map, table, this.#kind, where)
    this.diagnostics.push({ ...diagnostic, start: key.start, end: key.end, pointer: parent + pointerStep(key.text) })
    if (diagnostic.code !== 'OPTION_MISSPELT' && diagnostic.code !== 'SMART_QUOTES') return undefined
    return { name: String(diagnostic.params?.meant), key, ...(diagnostic.fix && { fix: diagnostic.fix }) }
  }

  /** If an option is missing because it is misspelt, the diagnostic is at the misspelt name, with the same fix. */
  #missing(field: Field, around: Range, parent: string, where: string, misspelt: Misspelt | undefined): void {
    const { name, missing = 'OPTION_MISSING', purpose } = field
    const { start, end } = misspelt?.key ?? around
    const fix = misspelt?.fix ? { fix: misspelt.fix } : {}
    const pointer = parent + pointerStep(name)
    this.diagnostics.push({ code: missing, start, end, pointer, params: { key: name, where }, hint: purpose, ...fix })
  }

  #empty(field: Field, { key, value }: Entry, parent: string): void {
    const { name, missing = 'OPTION_EMPTY', purpose } = field
    const end = value.is === 'scalar' ? value.end : key.end
    const isEmpty = value.is !== 'scalar' || value.text === ''
    const hint = isEmpty ? purpose : `${purpose} Without quotes, null and ~ are YAML's words for nothing.`
    this.#report(missing, { start: key.start, end }, parent + pointerStep(name), { key: name }, hint)
  }

  #wrongForm(code: 'MAP_EXPECTED' | 'LIST_EXPECTED', field: Field, { key, value }: Entry, parent: string): undefined {
    const example = exampleLine(field)
    const range = value.is === 'scalar' ? value : key
    this.#report(code, range, parent + pointerStep(field.name), { key: field.name, example })
  }

  #report(code: DiagnosticCode, { start, end }: Range, pointer: string, params: MessageParams, hint?: string): void {
    this.diagnostics.push({ code, start, end, pointer, params, ...(hint !== undefined && { hint }) })
  }
}

/** YAML's words for an empty value; in quotes they are texts. */
const isNull = ({ text, quoted }: Scalar): boolean => !quoted && isNullWord(text)

/** An example of a line below the option. */
const exampleLine = ({ value }: Field): string => {
  if (value.is === 'map' || value.is === 'list') return `${value.fields[0]?.name}:…`
  return value.is === 'patterns' ? '\\.psd$' : 'name:value'
}
