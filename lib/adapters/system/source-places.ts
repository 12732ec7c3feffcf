import { readFileSync } from 'node:fs'
import type { SourceMap } from 'node:module'

/** A place in a file; lines and columns count from 1. */
interface Place {
  /** A URL in what runs, a path in what was written. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Where something in a bundle was written. */
export interface SourcePlace extends Place {
  /** What was called by another name there. */
  readonly name?: string
}

/** Finds where code of a bundle was written; `undefined` where nothing knows it. */
export type FindSource = (place: Place) => SourcePlace | undefined

/** Source maps lie beside the bundle's files. Each is read when an error first has a line of its file, which most functions never see. */
export const createSourcePlaces = (): FindSource => {
  const maps = new Map<string, SourceMap | undefined>()
  return ({ file, line, column }) => {
    if (!maps.has(file)) maps.set(file, mapOf(file))
    const found = maps.get(file)?.findEntry(line - 1, column - 1)
    if (!found || !('originalSource' in found)) return undefined
    // Node's types leave it out.
    const { originalSource, originalLine, originalColumn, name } = found as typeof found & { readonly name?: string }
    return {
      file: originalSource,
      line: originalLine + 1,
      column: originalColumn + 1,
      ...(name !== undefined && { name }),
    }
  }
}

const mapOf = (file: string): SourceMap | undefined => {
  try {
    // An `import` would load it at every start.
    const { SourceMap } = process.getBuiltinModule('node:module')
    return new SourceMap(JSON.parse(readFileSync(new URL(`${file}.map`), 'utf8')))
  } catch {
    return undefined // there is none, or it is damaged: the stack trace stays as it is
  }
}
