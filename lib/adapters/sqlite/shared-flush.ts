/** Flushes of one file, which all that is written to it meanwhile shares. */
export interface SharedFlush {
  /** One more change is made. */
  changed(): void
  /**
   * Is done once everything that is made now is committed and flushed. Whoever comes while a flush is under way shares the
   * next one: what is committed after a flush has begun may not be a part of it.
   *
   * @throws what a commit has failed with, to those who waited for it: what it was to commit is lost
   * @throws what a flush has failed with, from then on for ever: what the operating system has of the file is unknown then
   */
  flushed(): Promise<void>
  /** What a flush has failed with. `undefined`: none has */
  failure(): { readonly error: unknown } | undefined
}

/** What a flush consists of. */
export interface FlushSteps {
  /** Commits what is made. @returns how many commits there are */
  readonly commit: () => number
  /** Flushes what is committed when it is called. */
  readonly flush: () => Promise<void>
  /** Gets how many commits are flushed, after each flush. */
  readonly onFlush: (commits: number) => void
}

export const createSharedFlush = ({ commit, flush, onFlush }: FlushSteps): SharedFlush => {
  let made = 0
  let durable = 0
  let current: { readonly covers: number; readonly done: Promise<void> } | undefined
  let next: Promise<void> | undefined
  let failure: { readonly error: unknown } | undefined

  const begin = (): Promise<void> => {
    next = undefined
    if (failure) return Promise.reject(failure.error)
    const covers = made
    let commits: number
    try {
      commits = commit()
    } catch (error) {
      durable = covers
      return Promise.reject(error)
    }
    const done = flush().then(
      () => {
        current = undefined
        durable = covers
        onFlush(commits)
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
    changed: () => {
      made += 1
    },
    flushed: () => {
      if (failure) return Promise.reject(failure.error)
      if (durable >= made) return DONE
      if (current === undefined) return begin()
      if (current.covers >= made) return current.done
      // Where the one under way fails, so does the next.
      next ??= current.done.then(begin, begin)
      return next
    },
    failure: () => failure,
  }
}

const DONE = Promise.resolve()
