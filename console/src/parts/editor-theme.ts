import { EditorView } from '@codemirror/view'

/** The look of every editor, in both themes of the page. */
export const editorTheme = EditorView.theme({
  '&': { fontSize: '14px', backgroundColor: 'light-dark(#ffffff, #0f141a)', color: 'light-dark(#0f141a, #ebebf0)' },
  '.cm-scroller': { fontFamily: '"Cascadia Code", Consolas, Menlo, monospace', overflow: 'auto' },
  '.cm-content': { caretColor: 'light-dark(#0f141a, #ffffff)' },
  '.cm-cursor': { borderLeftColor: 'light-dark(#0f141a, #ffffff)' },
  '.cm-gutters': {
    backgroundColor: 'light-dark(#f6f6f9, #161d26)',
    color: 'light-dark(#5f6b7a, #a4adb9)',
    border: 'none',
  },
  '.cm-activeLine': { backgroundColor: 'light-dark(#f0f6ff80, #1b232d80)' },
  '.cm-tooltip': {
    backgroundColor: 'light-dark(#ffffff, #1b232d)',
    color: 'light-dark(#0f141a, #ebebf0)',
    border: '1px solid light-dark(#8c8c94, #656871)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'light-dark(#006ce0, #42b4ff)',
    color: 'light-dark(#ffffff, #0f141a)',
  },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    backgroundColor: 'light-dark(#b8d7ff, #33465e) !important',
  },
})
