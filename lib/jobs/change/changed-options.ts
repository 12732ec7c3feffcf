import { parseTree } from '../../manifest/text/parse-tree.ts'
import { type Node, pointerStep } from '../../manifest/text/tree.ts'
import type { Job } from '../job.ts'

/** The event of a change lists no more options than this; the whole manifests are stored elsewhere. */
const MOST_OPTIONS = 50
const LONGEST_VALUE = 200

/** A manifest before or after a change: its hash, and the options that differ, by JSON Pointer (RFC 6901). */
export type ManifestSide = {
  readonly manifestSha256: string
  readonly options: Readonly<Record<string, string>>
  /** How many options differ besides the listed ones. */
  readonly further?: number
}

/**
 * The options that a new manifest changes. Secrets are replaced in both manifests, so a changed secret shows only in the
 * hashes.
 */
export const changedOptions = (
  before: Pick<Job, 'manifest' | 'manifestSha256'>,
  after: Pick<Job, 'manifest' | 'manifestSha256'>,
): { readonly before: ManifestSide; readonly after: ManifestSide } => {
  const from = optionsOf(before.manifest)
  const to = optionsOf(after.manifest)
  const changed = [...new Set([...from.keys(), ...to.keys()])].filter(option => from.get(option) !== to.get(option))
  const shown = changed.slice(0, MOST_OPTIONS)
  const further = changed.length - shown.length
  const side = (manifestSha256: string, options: ReadonlyMap<string, string>): ManifestSide => ({
    manifestSha256,
    options: Object.fromEntries(
      shown.flatMap(option => {
        const value = options.get(option)
        return value === undefined ? [] : [[option, cut(value)]]
      }),
    ),
    ...(further > 0 && { further }),
  })
  return { before: side(before.manifestSha256, from), after: side(after.manifestSha256, to) }
}

const optionsOf = (manifest: string) => new Map(valuesOf(parseTree(manifest).root, ''))

function* valuesOf(node: Node, pointer: string): Generator<[string, string]> {
  if (node.is === 'scalar') yield [pointer, node.text]
  else if (node.is === 'list') {
    for (const [index, { value }] of node.items.entries()) yield* valuesOf(value, pointer + pointerStep(index))
  } else {
    for (const [key, { value }] of node.entries) yield* valuesOf(value, pointer + pointerStep(key))
  }
}

const cut = (value: string) => (value.length <= LONGEST_VALUE ? value : `${value.slice(0, LONGEST_VALUE - 1)}…`)
