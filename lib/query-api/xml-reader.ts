/** An element of an XML document, without attributes and prefixes, which the Query API does not use. */
export interface XmlElement {
  readonly name: string
  readonly children: readonly XmlElement[]
  /** The text directly in the element, with references resolved. */
  readonly text: string
}

interface OpenElement extends XmlElement {
  /** The name as written, prefix included. */
  readonly tag: string
  readonly children: OpenElement[]
  text: string
}

/** How deep elements may nest. Answers nest five deep. */
const MAX_DEPTH = 16

/**
 * Reads a small XML document: elements, text, CDATA, comments, processing instructions, the five named references and
 * numeric ones. It refuses a DTD, so no entity can expand. Takes linear time, and never throws.
 *
 * @returns the root element, or `undefined` if the text is not well-formed, too deep or has a DTD
 */
export const readXml = (text: string): XmlElement | undefined => {
  const top: OpenElement = { tag: '', name: '', children: [], text: '' }
  const open: OpenElement[] = [top]
  // XML 1.0, section 2.11: line ends become LF before anything else is read.
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')

  for (let at = 0; at < source.length; ) {
    const current = open.at(-1) ?? top
    if (source[at] !== '<') {
      const end = indexOrEnd(source, '<', at)
      const content = resolveReferences(source.slice(at, end))
      if (content === undefined || (current === top && content.trim() !== '')) return undefined
      current.text += content
      at = end
      continue
    }

    const skipped = SKIPPED.find(({ start }) => source.startsWith(start, at))
    if (skipped) {
      const end = source.indexOf(skipped.end, at + skipped.start.length)
      if (end < 0 || (skipped.isText && current === top)) return undefined
      if (skipped.isText) current.text += source.slice(at + skipped.start.length, end)
      at = end + skipped.end.length
      continue
    }

    TAG.lastIndex = at
    const tag = TAG.exec(source)
    const [whole, closing, name, selfClosing] = tag ?? []
    if (whole === undefined || name === undefined) return undefined
    at += whole.length

    if (closing) {
      if (current.tag !== name || selfClosing || open.length === 1) return undefined
      open.pop()
    } else {
      if (open.length > MAX_DEPTH || (current === top && top.children.length > 0)) return undefined
      const opened = { tag: name, name: name.slice(name.indexOf(':') + 1), children: [], text: '' }
      current.children.push(opened)
      if (!selfClosing) open.push(opened)
    }
  }
  return open.length === 1 ? top.children[0] : undefined
}

/** The first child with a name. */
export const child = (parent: XmlElement | undefined, name: string) =>
  parent?.children.find(element => element.name === name)

const SKIPPED = [
  { start: '<!--', end: '-->', isText: false },
  { start: '<![CDATA[', end: ']]>', isText: true },
  { start: '<?', end: '?>', isText: false },
]

/** A tag. Its attributes must be well-formed, but are dropped. No two parts match the same text, so there is no backtracking. */
const TAG =
  /<(\/?)([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)(?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>/y

const indexOrEnd = (source: string, part: string, from: number) => {
  const index = source.indexOf(part, from)
  return index < 0 ? source.length : index
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const resolveReferences = (text: string): string | undefined => {
  // Checked first, so that the replacement below never searches further than the length of a reference.
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)/.test(text)) return undefined
  let sound = true
  const resolved = text.replace(/&([^;]+);/g, (_, reference: string) => {
    const character = NAMED[reference] ?? characterAt(codePointOf(reference))
    if (character === undefined) sound = false
    return character ?? ''
  })
  return sound ? resolved : undefined
}

const codePointOf = (reference: string) =>
  reference.startsWith('#x') ? Number.parseInt(reference.slice(2), 16) : Number(reference.slice(1))

const characterAt = (codePoint: number) =>
  codePoint > 0 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : undefined
