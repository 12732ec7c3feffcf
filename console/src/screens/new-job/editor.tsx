import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, hoverTooltip, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import type { Diagnostic } from '../../../../lib/manifest/diagnostics/diagnostic.ts'
import { askManifest } from '../../manifest/ask.ts'
import { editorRoot } from '../../parts/editor-root.ts'
import { editorTheme } from '../../parts/editor-theme.ts'

export interface EditorHandle {
  /** Puts the cursor there, and the focus into the editor. */
  readonly goTo: (line: number, column: number) => void
}

interface Props {
  readonly label: string
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
  readonly isReadOnly: boolean
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

const complete = async (context: CompletionContext): Promise<CompletionResult | null> => {
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

const help = hoverTooltip(async (view, position) => {
  const { state } = view
  const found = await askManifest('hover', { text: state.sliceDoc(), offset: offsetOf(state, position) })
  if (!found) return null
  const shift = offsetOf(state, position) - position
  return {
    pos: found.start - shift,
    end: found.end - shift,
    create: () => {
      const dom = document.createElement('div')
      dom.style.padding = '6px 10px'
      dom.style.maxWidth = '32em'
      const lines = [
        found.name,
        found.purpose,
        ...(found.values.length > 0 ? [found.values.join(' | ')] : []),
        ...(found.default === undefined ? [] : [`= ${found.default}`]),
      ]
      for (const line of lines) dom.append(Object.assign(document.createElement('div'), { textContent: line }))
      return { dom }
    },
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

const stateOf = (text: string, label: string, onChange: (text: string) => void): EditorState =>
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
      autocompletion({ override: [complete] }),
      help,
      language,
      syntaxHighlighting(colours),
      editorTheme,
      frame,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
      // Tab is left to the page: who works by keyboard must get out of here.
      keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...completionKeymap, ...lintKeymap]),
      EditorView.updateListener.of(({ docChanged, state }) => docChanged && onChange(state.sliceDoc())),
    ],
  })

/** A manifest as text, with its problems underlined, completion and help. */
export const Editor = ({ label, text, diagnostics, isReadOnly, onChange, handle }: Props) => {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const changed = useRef(onChange)
  changed.current = onChange

  // The editor is made once; what changes later is given to it below
  useEffect(() => {
    if (!host.current) return
    const root = editorRoot(host.current)
    const made = new EditorView({ state: stateOf(text, label, next => changed.current(next)), parent: root, root })
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
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: editor.state.toText(text) } })
    } else {
      editor.setState(stateOf(text, label, next => changed.current(next)))
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
