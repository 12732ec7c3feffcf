import type { ValueDiagnostic } from '../diagnostics/raw-diagnostic.ts'
import type { Kind } from '../manifest.ts'
import { characterName } from '../text/characters.ts'
import { invisibleIn, withoutInvisible } from '../text/invisible.ts'
import type { Entry, MapNode } from '../text/tree.ts'
import { type Field, fieldsOf, KIND_NAMES } from './field.ts'
import { FIELDS } from './fields.ts'
import { moveHome } from './move-home.ts'
import { smartQuotesAround } from './read-value.ts'
import { closest, onlyClosest } from './spelling.ts'

/** The diagnostic of an option that is not in its table: misspelt, of another kind, at an incorrect place, or unknown. */
export const diagnoseName = (
  text: string,
  option: Entry,
  map: MapNode,
  table: readonly Field[],
  kind: Kind | undefined,
  where: string,
): ValueDiagnostic => {
  const { key, value } = option
  const name = key.text
  const rename = (to: string, title = `Rename it to ${to}`) => {
    const edits = [{ start: key.start, end: key.end, text: to }]
    return map.entries.has(to) ? {} : { fix: { title, edits } }
  }
  const quotes = key.quoted ? '' : smartQuotesAround(name)
  if (quotes) {
    const meant = name.replace(/[^\w.-]/g, '')
    return {
      code: 'SMART_QUOTES',
      params: { key: meant, meant, quotes },
      ...rename(meant, 'Remove the typographic quotes'),
    }
  }

  const owners = table.filter(field => field.name === name).flatMap(field => field.kinds)
  if (kind && owners.length > 0) {
    const params = { key: name, kind: KIND_NAMES[kind], owners: owners.map(owner => KIND_NAMES[owner]).join(', ') }
    return { code: 'OPTION_OF_OTHER_KIND', params }
  }
  const { byName } = fieldsOf(table, kind)
  const visible = withoutInvisible(name)
  if (visible !== name && byName.has(visible)) {
    const hint = `It is "${visible}" with an invisible character: ${characterName(name, invisibleAt(name))}. Remove it.`
    return { code: 'OPTION_MISSPELT', params: { key: name, where, meant: visible }, hint, ...rename(visible) }
  }
  const meant = closest(name, byName.keys())
  if (meant) {
    const only = onlyClosest(name, byName.keys())
    return { code: 'OPTION_MISSPELT', params: { key: name, where, meant }, ...(only && rename(only)) }
  }

  const home = table === FIELDS && value.is === 'scalar' ? homeOf(name, kind) : undefined
  const params = { key: name, where }
  if (!home) return { code: 'OPTION_UNKNOWN', params }
  const fix = moveHome(text, option, map, home)
  return { code: 'OPTION_UNKNOWN', params, hint: `It belongs below "${home}": indent it there.`, ...(fix && { fix }) }
}

const invisibleAt = (name: string) => invisibleIn(name)[0]?.start ?? 0

/** The map or list that has an option with this name. */
const homeOf = (name: string, kind: Kind | undefined): string | undefined => {
  for (const { name: home, value } of fieldsOf(FIELDS, kind).byName.values()) {
    if ((value.is === 'map' || value.is === 'list') && fieldsOf(value.fields, kind).byName.has(name)) return home
  }
  return undefined
}
