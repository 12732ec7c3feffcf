import { Text } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

/**
 * What is typed over a selection is put there by the editor itself. A browser would take the look of the selected text along as
 * a style in the page, which the page's policy forbids and reports.
 */
export const typeOver = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { state } = view
    const { inputType, data } = event
    if (inputType !== 'insertText' || data === null || view.composing || state.readOnly) return false
    if (state.selection.main.empty) return false
    event.preventDefault()
    view.dispatch({
      ...state.replaceSelection(Text.of(data.split(/\r\n?|\n/))),
      userEvent: 'input.type',
      scrollIntoView: true,
    })
    return true
  },
})
