import { MergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { editorRoot } from '../../parts/editor-root.ts'
import { editorTheme } from '../../parts/editor-theme.ts'

interface Props {
  readonly before: string
  readonly after: string
  readonly beforeLabel: string
  readonly afterLabel: string
}

/** Two texts side by side, with what differs marked. */
export const Difference = ({ before, after, beforeLabel, afterLabel }: Props) => {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!host.current) return
    const side = (doc: string, label: string) => ({
      doc,
      extensions: [
        lineNumbers(),
        editorTheme,
        EditorView.lineWrapping,
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ 'aria-label': label }),
      ],
    })
    const root = editorRoot(host.current)
    const view = new MergeView({ a: side(before, beforeLabel), b: side(after, afterLabel), parent: root, root })
    for (const { scrollDOM } of [view.a, view.b]) scrollDOM.tabIndex = 0
    return () => view.destroy()
  }, [before, after, beforeLabel, afterLabel])
  return <div className="difference" ref={host} />
}
