import { checkOptionsText } from '../../../lib/manifest/assist/check-options-text.ts'
import { parseTree } from '../../../lib/manifest/text/parse-tree.ts'
import type { Entry } from '../../../lib/manifest/text/tree.ts'
import type { DefaultName, FormField, ManifestProblem, ManifestView } from './protocol.ts'
import { viewManifest } from './view.ts'

/** Options that the manifests of a team may leave out. One of the API that is missing here does not compile. */
const DEFAULTS: Readonly<Record<DefaultName, true>> = {
  customs: true,
  logBucket: true,
  logPrefix: true,
  notificationEmail: true,
  returnAddress: true,
  serviceLevel: true,
}

const isDefault = (name: string): boolean => Object.hasOwn(DEFAULTS, name)

const ADDRESS_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Where an option's name stands. */
const placeOf = (text: string, { key: { start, end } }: Entry) => {
  const before = text.slice(0, start).split('\n')
  const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1]
  return { start, end, line, column, endLine: line, endColumn: column + end - start }
}

const problem = (text: string, entry: Entry, code: string, detail: string): ManifestProblem => ({
  code,
  severity: 'error',
  detail,
  pointer: `/${entry.key.text}`,
  ...placeOf(text, entry),
})

/** The name of an address may stand where an address may. */
const nameOf = (entry: Entry | undefined): string | undefined =>
  entry?.value.is === 'scalar' ? entry.value.text : undefined

const BOOK_FIELD: FormField = {
  path: ['returnAddress'],
  name: 'returnAddress',
  value: '',
  purpose: "The name of an address of the team's address book. Or write the address itself below.",
  isRequired: false,
  isSecret: false,
}

/** All that the page shows of a team's defaults, which are options of manifests. */
export const viewDefaults = (text: string): ManifestView => {
  const { root } = parseTree(text)
  const entries = [...root.entries.values()]
  const address = root.entries.get('returnAddress')
  const name = nameOf(address)
  const diagnostics: readonly ManifestProblem[] = [
    ...checkOptionsText(text, name === undefined ? [] : ['returnAddress']),
    ...entries
      .filter(({ key }) => !isDefault(key.text))
      .map(entry =>
        problem(
          text,
          entry,
          'DEFAULT_INVALID',
          `Defaults are ${Object.keys(DEFAULTS).join(', ')}, and no other option.`,
        ),
      ),
    ...(address && name !== undefined && name !== '' && !ADDRESS_NAME.test(name)
      ? [problem(text, address, 'DEFAULT_INVALID', "This cannot be the name of an address of the team's address book.")]
      : []),
  ]
  const { groups, hasSecret } = viewManifest(text)
  const [top, ...others] = groups
  return {
    valid: diagnostics.every(({ severity }) => severity !== 'error'),
    diagnostics: diagnostics.toSorted((one, other) => one.start - other.start),
    groups: [
      {
        name: '',
        fields: [
          ...(top?.fields ?? []).filter(field => isDefault(field.name)).map(field => ({ ...field, isRequired: false })),
          ...(address?.value.is === 'map' ? [] : [{ ...BOOK_FIELD, value: name ?? '' }]),
        ],
      },
      ...others.filter(group => isDefault(group.name) && !(group.name === 'returnAddress' && name)),
    ],
    lists: [],
    facts: { buckets: [], customs: 'open' },
    fromTeam: [],
    hasSecret,
  }
}
