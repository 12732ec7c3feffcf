/** Flushes of one file, which all that is written to it meanwhile shares. */
export interface SharedFlush {
  /** One more commit is written. */
  committed(commits: number): void
  /**
   * Is done once everything that is committed now is flushed. Whoever comes while a flush is under way shares the next one:
   * what is written after a flush has begun may not be a part of it.
   *
   * @throws what a flush has failed with, from then on for ever: what the operating system has of the file is unknown then
   */
  flushed(): Promise<void>
  /** What a flush has failed with. `undefined`: none has */
  failure(): { readonly error: unknown } | undefined
}

/**
 * @param flush flushes what is written when it is called
 * @param onFlush gets how many commits are flushed, after each flush
 */
export const createSharedFlush = (flush: () => Promise<void>, onFlush: (commits: number) => void): SharedFlush => {
  let written = 0
  let durable = 0
  let current: { readonly covers: number; readonly done: Promise<void> } | undefined
  let next: Promise<void> | undefined
  let failure: { readonly error: unknown } | undefined

  const begin = (): Promise<void> => {
    next = undefined
    if (failure) return Promise.reject(failure.error)
    const covers = written
    const done = flush().then(
      () => {
        current = undefined
        durable = covers
        onFlush(covers)
      },
      (error: unknown) => {
        current = undefined
        failure = { error }
        throw error
      },
    )
    current = { covers, done }
    return done
  }

  return {
    committed: commits => {
      written = commits
    },
    flushed: () => {
      if (failure) return Promise.reject(failure.error)
      if (durable >= written) return DONE
      if (current === undefined) return begin()
      if (current.covers >= written) return current.done
      // Where the one under way fails, so does the next.
      next ??= current.done.then(begin, begin)
      return next
    },
    failure: () => failure,
  }
}

const DONE = Promise.resolve()
