import type { CodeAction, CompletionItem, Diagnostic, Hover, Range, TextEdit } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { completeManifest } from '../../manifest/assist/complete.ts'
import { formatManifest } from '../../manifest/assist/format.ts'
import { hoverManifest, type OptionHelp } from '../../manifest/assist/hover.ts'
import { mendManifest } from '../../manifest/assist/mend.ts'
import { readManifest } from '../../manifest/read.ts'

/** What a place in a text is called in the protocol: lines and columns from 0, in UTF-16 units, as manifests count them. */
const rangeOf = (document: TextDocument, { start, end }: { readonly start: number; readonly end: number }): Range => ({
  start: document.positionAt(start),
  end: document.positionAt(end),
})

const SEVERITIES = { error: 1, warning: 2 } as const

export const diagnosticsOf = (document: TextDocument): Diagnostic[] =>
  readManifest(document.getText()).diagnostics.map(diagnostic => ({
    range: rangeOf(document, diagnostic),
    severity: SEVERITIES[diagnostic.severity],
    code: diagnostic.code,
    source: 'waybill',
    message: diagnostic.hint === undefined ? diagnostic.detail : `${diagnostic.detail}\n${diagnostic.hint}`,
  }))

/** `CompletionItemKind` Property and Value. */
const COMPLETION_KINDS = { option: 10, value: 12 } as const

export const completionsOf = (document: TextDocument, offset: number): CompletionItem[] =>
  completeManifest(document.getText(), offset).map((completion, index) => ({
    label: completion.label,
    kind: COMPLETION_KINDS[completion.is],
    detail: completion.isRequired ? 'required' : '',
    documentation: completion.purpose,
    // The order is ours: what is required comes first.
    sortText: String(index).padStart(4, '0'),
    filterText: completion.label,
    textEdit: { range: rangeOf(document, completion), newText: completion.insert },
  }))

export const hoverOf = (document: TextDocument, offset: number): Hover | null => {
  const help = hoverManifest(document.getText(), offset)
  return help ? { range: rangeOf(document, help), contents: { kind: 'markdown', value: helpText(help) } } : null
}

const helpText = ({ name, purpose, isRequired, kinds, values, default: byDefault, isSecret }: OptionHelp): string =>
  [
    `**${name}**${isRequired ? ' (required)' : ''}`,
    purpose,
    `In manifests for: ${kinds.join(', ')}.`,
    values.length > 0 ? `Values: ${values.map(value => `\`${value}\``).join(', ')}.` : '',
    byDefault === undefined ? '' : `Default: \`${byDefault}\`.`,
    isSecret ? 'A secret: Waybill shows its value nowhere.' : '',
  ]
    .filter(Boolean)
    .join('\n\n')

/** The fixes of what is wrong within a range, and all of the text's at once. */
export const fixesOf = (document: TextDocument, range: Range): CodeAction[] => {
  const text = document.getText()
  const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)]
  const { diagnostics } = readManifest(text)
  const shown = diagnosticsOf(document)
  const quick = diagnostics.flatMap(({ start, end, fixes = [] }, index) => {
    if (end < from || start > to) return []
    const about = shown[index]
    return fixes
      .filter(({ edits }) => edits.length > 0)
      .map(
        (fix): CodeAction => ({
          title: fix.title,
          kind: 'quickfix',
          isPreferred: true,
          ...(about && { diagnostics: [about] }),
          edit: editsOf(
            document,
            fix.edits.map(edit => ({ range: rangeOf(document, edit), newText: edit.text })),
          ),
        }),
      )
  })
  const mended = mendManifest(text)
  if (mended.fixes.length === 0) return quick
  const all = editsOf(document, whole(document, mended.text))
  return [...quick, { title: 'Fix everything that has one certain fix', kind: 'source.fixAll.waybill', edit: all }]
}

const editsOf = (document: TextDocument, edits: TextEdit[]) => ({ changes: { [document.uri]: edits } })

export const formattingOf = (document: TextDocument): TextEdit[] => {
  const text = document.getText()
  const formatted = formatManifest(text)
  return formatted === text ? [] : whole(document, formatted)
}

const whole = (document: TextDocument, newText: string): TextEdit[] => [
  { range: rangeOf(document, { start: 0, end: document.getText().length }), newText },
]
