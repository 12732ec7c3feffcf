import { createRequire } from 'node:module'

/** The part of abstract-level that is looked at. */
interface AbstractLevel {
  readonly AbstractValueIterator: { readonly prototype: LevelIterator }
}

interface LevelIterator {
  close(): Promise<void>
  return?(): Promise<void>
}

/**
 * Lets dynalite close its iterators, of which each Query opens one. dynalite 4.0.0 ends them by `return`, which those of
 * abstract-level 3 do not have; and one that stays open keeps what LevelDB has in memory and in files at that moment, so
 * a table that is written and listed would grow without end.
 */
export const closeIterators = (): void => {
  const require = createRequire(createRequire(import.meta.url).resolve('dynalite'))
  const { AbstractValueIterator } = require('abstract-level') as AbstractLevel
  // What iterators of values and of keys have in common is not exported.
  const iterator: LevelIterator = Object.getPrototypeOf(AbstractValueIterator.prototype)
  iterator.return ??= function (this: LevelIterator) {
    return this.close()
  }
}
