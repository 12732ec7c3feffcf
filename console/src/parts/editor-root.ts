/**
 * Where an editor is made: a root of its own inside an element. CodeMirror gives such a root style sheets that it constructs,
 * where it would put a `<style>` into the page itself; so the page's policy forbids styles that stand in it.
 */
export const editorRoot = (host: HTMLElement): ShadowRoot => host.shadowRoot ?? host.attachShadow({ mode: 'open' })
