import { bucketsOf } from '../../manifest/fields/buckets.ts'
import { readManifest } from '../../manifest/read.ts'
import { lineStarts } from '../../manifest/text/lines.ts'
import { locate } from '../../manifest/text/locate.ts'
import { parseTree } from '../../manifest/text/parse-tree.ts'

/** A place in a manifest. */
export interface Place {
  readonly pointer: string
  readonly line: number
  readonly column: number
}

/** Services that name the option at all name it so: `Bucket mybucket does not exist (/logBucket)`. */
const POINTER_AT_END = /\((\/[\w/]+)\)\s*$/

/**
 * The option of a manifest that the service's fault is about: the one that it names, or the one with the bucket in its message.
 * `undefined`: the message names neither.
 */
export const locateFault = (text: string, message: string): Place | undefined => {
  const [, named] = POINTER_AT_END.exec(message) ?? []
  const pointer = named ?? mentionedBucket(text, message)
  if (pointer === undefined) return undefined
  const { root } = parseTree(text)
  const nowhere = { start: -1, end: -1 }
  const { start } = locate(root, pointer, nowhere)
  if (start < 0) return undefined
  const starts = lineStarts(text)
  const line = starts.findLastIndex(lineStart => lineStart <= start)
  return { pointer, line: line + 1, column: start - (starts[line] ?? 0) + 1 }
}

const mentionedBucket = (text: string, message: string): string | undefined => {
  const { manifest } = readManifest(text)
  const words = new Set(message.split(/[^A-Za-z0-9._-]+/).map(word => word.replace(/\.$/, '')))
  return manifest && bucketsOf(manifest).find(({ name }) => words.has(name))?.pointer
}
