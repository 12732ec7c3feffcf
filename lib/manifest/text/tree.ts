/** A stretch of the text, end exclusive. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** What stands where a value may stand. */
export type Node = Scalar | MapNode | ListNode

export interface Scalar extends Range {
  readonly is: 'scalar'
  readonly text: string
  /** Written in quotes: certainly meant as it stands. */
  readonly quoted: boolean
}

export interface MapNode {
  readonly is: 'map'
  /** By key, in the order of the text; of two with one key only the first. */
  readonly entries: Map<string, Entry>
}

export interface ListNode {
  readonly is: 'list'
  readonly items: Item[]
}

export interface Entry {
  readonly key: Scalar
  value: Node
}

/** A list item; the range is its first line without the dash. */
export interface Item extends Range {
  value: Node
}

export const emptyMap = (): MapNode => ({ is: 'map', entries: new Map() })

/** The top-level option's text, if it is one value. */
export const textOf = (map: MapNode, key: string): string | undefined => {
  const value = map.entries.get(key)?.value
  return value?.is === 'scalar' ? value.text : undefined
}

/** One step of a JSON Pointer (RFC 6901). */
export const pointerStep = (key: string | number): string =>
  typeof key === 'number' || !(key.includes('~') || key.includes('/'))
    ? `/${key}`
    : `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
