/** An element that contains text or elements. */
export const element = (name: string, content: string, attributes = '') => `<${name}${attributes}>${content}</${name}>`

/**
 * Text as XML content (XML 1.0, sections 2.2, 2.4 and 2.11).
 *
 * CR is written as a reference, since parsers turn a bare one into LF. Characters that XML does not allow, not even as a
 * reference, become U+FFFD. `toWellFormed` does the same with halves of surrogate pairs.
 */
export const escapeText = (text: string) =>
  text
    .toWellFormed()
    .replace(FORBIDDEN, '\uFFFD')
    .replace(/[&<>\r]/g, character => REFERENCES[character] ?? character)

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters that must not get through
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g

const REFERENCES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' }
