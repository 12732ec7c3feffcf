import { XMLParser } from 'fast-xml-parser'

/** Not our own reader: what it understands, others understand. */
const parser = new XMLParser({
  trimValues: false,
  parseTagValue: false,
  htmlEntities: true,
  isArray: name => name === 'member',
})

export interface QueryAnswer {
  /** The result's elements; none for a fault. */
  // biome-ignore lint/suspicious/noExplicitAny: the parser's own answer; each test knows what it looks for
  readonly result: any
  readonly fault: { readonly Type: string; readonly Code: string; readonly Message: string } | undefined
}

/** An answer of the Query API. */
export const readQueryAnswer = (body: string): QueryAnswer => {
  const [root = {}] = Object.values<Record<string, unknown>>(parser.parse(body))
  const [result] =
    Object.entries(root)
      .find(([name]) => name.endsWith('Result'))
      ?.slice(1) ?? []
  // The parser's own answer.
  return { result, fault: root.Error as QueryAnswer['fault'] }
}
