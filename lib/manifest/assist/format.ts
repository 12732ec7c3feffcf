import { plainOf } from '../fields/plain.ts'
import { readManifest } from '../read.ts'
import { parseTree } from '../text/parse-tree.ts'

const STEP = 4
const LINE = /^([ \t]*)(.*?)[ \t]*$/

/** Columns of the original text and their columns in the formatted one, the outermost first. */
interface Column {
  readonly from: number
  readonly to: number
}

/**
 * The text in one style: four blanks for each level, one blank after a dash, none at the end of a line, and one line end at the
 * end of the text. Comments stay with their lines. If the meaning would change, or the indentation is unclear, the text is
 * returned unchanged.
 */
export const formatManifest = (text: string): string => {
  const result = formatOnce(text)
  return formatOnce(result) === result && meansTheSame(text, result) ? result : text
}

const formatOnce = (text: string): string => {
  const lineEnd = /\r\n/.test(text) ? '\r\n' : '\n'
  const columns: Column[] = []
  const lines: string[] = []
  let comments: (readonly [index: number, at: number, content: string])[] = []
  for (const line of text.replace(/\s+$/, '').split(/\r?\n/)) {
    const [, { length: at } = '', content = ''] = LINE.exec(line) ?? []
    if (content.startsWith('#')) comments.push([lines.length, at, content])
    if (content === '' || content.startsWith('#')) {
      lines.push(content)
      continue
    }
    lines.push(formatLine(at, content, columns))
    // A comment belongs to the next line, if both begin at the same column.
    for (const [index, column, comment] of comments) {
      lines[index] = ' '.repeat(columns.find(({ from }) => from === column)?.to ?? column) + comment
    }
    comments = []
  }
  for (const [index, at, content] of comments) lines[index] = ' '.repeat(at) + content
  return lines.length === 1 && lines[0] === '' ? '' : lines.join(lineEnd) + lineEnd
}

const formatLine = (at: number, content: string, columns: Column[]): string => {
  while ((columns.at(-1)?.from ?? -1) > at) columns.pop()
  const outer = columns.at(-1)
  const to = outer === undefined ? 0 : outer.from === at ? outer.to : outer.to + STEP
  if (outer?.from !== at) columns.push({ from: at, to })
  const [, dash = '', item = ''] = /^(-[ \t]+)(.*)$/.exec(content) ?? []
  if (dash === '') return ' '.repeat(to) + content
  columns.push({ from: at + dash.length, to: to + 2 })
  return `${' '.repeat(to)}- ${item}`
}

const meansTheSame = (before: string, after: string): boolean => meaningOf(before) === meaningOf(after)

const meaningOf = (text: string): string => {
  const codes = readManifest(text).diagnostics.map(({ code, pointer }) => [code, pointer])
  return JSON.stringify([plainOf(parseTree(text).root), codes])
}
