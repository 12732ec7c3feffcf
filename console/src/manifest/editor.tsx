import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, isolateHistory } from '@codemirror/commands'
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, Prec, type TransactionSpec } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, hoverTooltip, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import { editorRoot } from '../parts/editor-root.ts'
import { editorTheme } from '../parts/editor-theme.ts'
import { typeOver } from '../parts/type-over.ts'
import { askManifest } from './ask.ts'
import type { ManifestProblem } from './protocol.ts'

/** What `{{name}}` may stand for: words about each. */
export type PlaceholderHelp = ReadonlyMap<string, readonly string[]>

export interface EditorHandle {
  /** Puts the cursor there, and the focus into the editor. */
  readonly goTo: (line: number, column: number) => void
}

interface Props {
  readonly label: string
  readonly text: string
  readonly diagnostics: readonly ManifestProblem[]
  readonly isReadOnly: boolean
  readonly placeholders: PlaceholderHelp | undefined
  readonly onChange: (text: string) => void
  readonly handle: { current: EditorHandle | undefined }
}

/** Offsets of the language count a line end as it is written; the editor counts it as one. */
const offsetOf = (state: EditorState, position: number): number =>
  position + (state.lineBreak.length - 1) * (state.doc.lineAt(position).number - 1)

const positionOf = (state: EditorState, line: number, column: number): number => {
  const { from, to } = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines))
  return Math.min(from + column - 1, to)
}

/** Only what differs is changed, and as one step, so that the cursor stays and undoing takes back just that. */
const changeTo = (state: EditorState, text: string): TransactionSpec => {
  const [old, next] = [state.doc.toString(), state.toText(text).toString()]
  const most = Math.min(old.length, next.length)
  let from = 0
  while (from < most && old[from] === next[from]) from++
  let same = 0
  while (same < most - from && old.at(-1 - same) === next.at(-1 - same)) same++
  return {
    changes: { from, to: old.length - same, insert: state.toText(next.slice(from, next.length - same)) },
    annotations: isolateHistory.of('full'),
  }
}

type Placeholders = () => PlaceholderHelp | undefined

const completePlaceholder =
  (placeholders: Placeholders) =>
  (context: CompletionContext): CompletionResult | null => {
    const known = placeholders()
    const begun = context.matchBefore(/\{\{[ \t]*\w*/)
    if (!known || !begun) return null
    const from = begun.from + (/^\{\{[ \t]*/.exec(begun.text)?.[0].length ?? 0)
    const isClosed = /^\w*[ \t]*\}\}/.test(context.state.sliceDoc(context.pos, context.pos + 80))
    return {
      from,
      options: [...known].map(([name, lines]) => ({
        label: name,
        apply: isClosed ? name : `${name}}}`,
        info: lines.join(' '),
        type: 'variable',
      })),
    }
  }

const complete = async (context: CompletionContext): Promise<CompletionResult | null> => {
  if (context.matchBefore(/\{\{[ \t]*\w*/)) return null
  const { state, pos, explicit } = context
  const { from, text } = state.doc.lineAt(pos)
  if (!explicit && text.slice(0, pos - from).trim() === '') return null
  const found = await askManifest('complete', { text: state.sliceDoc(), offset: offsetOf(state, pos) })
  const [first] = found
  if (!first) return null
  const shift = offsetOf(state, pos) - pos
  return {
    from: first.start - shift,
    to: first.end - shift,
    filter: true,
    options: found.map(({ label, insert, purpose, is, isRequired }) => ({
      label,
      apply: insert,
      info: purpose,
      type: is === 'option' ? 'property' : 'enum',
      boost: isRequired ? 10 : 0,
    })),
  }
}

/** The placeholder at a position. */
const placeholderAt = ({ doc }: EditorState, position: number, known: PlaceholderHelp | undefined) => {
  const { from, text } = doc.lineAt(position)
  for (const { index, 0: whole, 1: name = '' } of text.matchAll(/\{\{[ \t]*(\w+)[ \t]*\}\}/g)) {
    const lines = known?.get(name)
    const [start, end] = [from + index, from + index + whole.length]
    if (lines && start <= position && position <= end) return { pos: start, end, lines: [whole, ...lines] }
  }
  return undefined
}

const tooltipOf = (lines: readonly string[]) => () => {
  const dom = document.createElement('div')
  dom.style.padding = '6px 10px'
  dom.style.maxWidth = '32em'
  for (const line of lines) dom.append(Object.assign(document.createElement('div'), { textContent: line }))
  return { dom }
}

const help = (placeholders: Placeholders) =>
  hoverTooltip(async ({ state }, position) => {
    const placeholder = placeholderAt(state, position, placeholders())
    if (placeholder) return { ...placeholder, create: tooltipOf(placeholder.lines) }
    const found = await askManifest('hover', { text: state.sliceDoc(), offset: offsetOf(state, position) })
    if (!found) return null
    const shift = offsetOf(state, position) - position
    return {
      pos: found.start - shift,
      end: found.end - shift,
      create: tooltipOf([
        found.name,
        found.purpose,
        ...(found.values.length > 0 ? [found.values.join(' | ')] : []),
        ...(found.default === undefined ? [] : [`= ${found.default}`]),
      ]),
    }
  })

/** Enough of the language for colours: comments, names, values. What counts is said by the diagnostics. */
const language = StreamLanguage.define<{ value: boolean }>({
  startState: () => ({ value: false }),
  token: (stream, state) => {
    if (stream.sol()) state.value = false
    if (stream.eatSpace()) return null
    if (!state.value && stream.match(/^#.*/)) return 'comment'
    if (!state.value && stream.match(/^-(?=\s|$)/)) return 'operator'
    if (!state.value && stream.match(/^[\w.-]+(?=\s*:)/)) return 'propertyName'
    if (!state.value && stream.eat(':')) {
      state.value = true
      return 'punctuation'
    }
    state.value = true
    stream.skipToEnd()
    return 'string'
  },
})

const colours = HighlightStyle.define([
  { tag: tags.comment, color: 'light-dark(#5f6b7a, #a4adb9)' },
  { tag: tags.propertyName, color: 'light-dark(#7d1fa3, #d9a3f0)' },
  { tag: tags.string, color: 'light-dark(#00558c, #89bdee)' },
])

/** How high it is, and what shows that it has the focus. */
const frame = EditorView.theme({
  '&': {
    border: '1px solid light-dark(#8c8c94, #656871)',
    borderRadius: '8px',
    maxBlockSize: '65vh',
    minBlockSize: '320px',
    overflow: 'hidden',
  },
  '&.cm-focused': { outline: '2px solid light-dark(#006ce0, #42b4ff)' },
})

const readOnly = new Compartment()

/** What a key closes here closes nothing around it, such as a dialog. */
const ownKeys = [...completionKeymap, ...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap].map(key =>
  key.key === 'Escape' ? { ...key, stopPropagation: true } : key,
)

interface StateParts {
  readonly text: string
  readonly label: string
  readonly placeholders: Placeholders
  readonly onChange: (text: string) => void
}

const stateOf = ({ text, label, placeholders, onChange }: StateParts): EditorState =>
  EditorState.create({
    doc: text,
    extensions: [
      // A manifest that came with CRLF is sent with CRLF.
      EditorState.lineSeparator.of(text.includes('\r\n') ? '\r\n' : '\n'),
      readOnly.of(EditorState.readOnly.of(false)),
      lineNumbers(),
      lintGutter(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      autocompletion({ override: [completePlaceholder(placeholders), complete], defaultKeymap: false }),
      help(placeholders),
      typeOver,
      language,
      syntaxHighlighting(colours),
      editorTheme,
      frame,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
      // Tab is left to the page: who works by keyboard must get out of here.
      Prec.highest(keymap.of(ownKeys)),
      EditorView.updateListener.of(({ docChanged, state }) => docChanged && onChange(state.sliceDoc())),
    ],
  })

/** A manifest as text, with its problems underlined, completion and help. */
export const Editor = ({ label, text, diagnostics, isReadOnly, placeholders, onChange, handle }: Props) => {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const changed = useRef(onChange)
  changed.current = onChange
  const known = useRef(placeholders)
  known.current = placeholders
  const stateFor = (of: string) =>
    stateOf({ text: of, label, placeholders: () => known.current, onChange: next => changed.current(next) })

  // The editor is made once; what changes later is given to it below
  useEffect(() => {
    if (!host.current) return
    const root = editorRoot(host.current)
    const made = new EditorView({ state: stateFor(text), parent: root, root })
    // What scrolls can be scrolled by keyboard, also without writing in it.
    made.scrollDOM.tabIndex = 0
    view.current = made
    handle.current = {
      goTo: (line, column) => {
        const anchor = positionOf(made.state, line, column)
        made.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
        made.focus()
      },
    }
    return () => {
      handle.current = undefined
      made.destroy()
    }
  }, [])

  useEffect(() => {
    const editor = view.current
    if (!editor || editor.state.sliceDoc() === text) return
    const isSameBreak = editor.state.lineBreak === (text.includes('\r\n') ? '\r\n' : '\n')
    if (isSameBreak) {
      editor.dispatch(changeTo(editor.state, text))
    } else {
      editor.setState(stateFor(text))
    }
  }, [text, label])

  useEffect(() => {
    view.current?.dispatch({ effects: readOnly.reconfigure(EditorState.readOnly.of(isReadOnly)) })
  }, [isReadOnly])

  useEffect(() => {
    const editor = view.current
    if (!editor) return
    const { state } = editor
    const marks = diagnostics.map(({ line, column, endLine, endColumn, severity, detail, hint }) => {
      const from = positionOf(state, line, column)
      return {
        from,
        to: Math.max(from, positionOf(state, endLine, endColumn)),
        severity,
        message: hint === undefined ? detail : `${detail} ${hint}`,
      }
    })
    editor.dispatch(setDiagnostics(state, marks))
  }, [diagnostics])

  return <div ref={host} />
}
