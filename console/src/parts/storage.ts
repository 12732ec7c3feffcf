/** What a browser remembers for the page, under names. */
interface PageStorage {
  readonly read: (name: string) => string | undefined
  /** `false`: the browser does not store it. The page then has it for as long as it is open. */
  readonly store: (name: string, text: string) => boolean
  readonly remove: (name: string) => void
  readonly clear: () => void
}

/** A browser throws where a person has forbidden it to store anything, and where its storage is full. */
const tried = <T>(does: () => T): T | undefined => {
  try {
    return does()
  } catch {
    return undefined
  }
}

const storageOf = (open: () => Storage): PageStorage => {
  const held = new Map<string, string>()
  const remove = (name: string) => {
    held.delete(name)
    tried(() => open().removeItem(name))
  }
  return {
    read: name => held.get(name) ?? tried(() => open().getItem(name)) ?? undefined,
    remove,
    clear: () => {
      held.clear()
      tried(() => open().clear())
    },
    store: (name, text) => {
      // What does not fit must not leave something older behind.
      remove(name)
      const isStored =
        tried(() => {
          open().setItem(name, text)
          return true
        }) ?? false
      if (!isStored) held.set(name, text)
      return isStored
    },
  }
}

/** Until someone empties the browser; all tabs share it. */
export const browserStorage = storageOf(() => window.localStorage)

/** For this tab, through reloads. */
export const tabStorage = storageOf(() => window.sessionStorage)
