import { tabStorage } from './storage.ts'

/*
 * What someone has typed and not saved yet. It stays when they leave its screen or its dialog, by a link, by Back or by a reload,
 * and is there when they come back. Before the tab is closed or reloaded, the browser asks.
 */

/** Texts that are nowhere else, by the names of their forms. */
const open = new Map<string, string>()

/** No form has such a name. */
const savedName = (name: string): string => `saved ${name}`

/** Browsers show their own question. A listener that is always there would keep the page out of their cache. */
const ask = (event: BeforeUnloadEvent) => event.preventDefault()

const follow = (): void => {
  if (open.size > 0) addEventListener('beforeunload', ask)
  else removeEventListener('beforeunload', ask)
}

export const unsaved = {
  /** What was typed before, also before a reload. */
  resume: (name: string): string | undefined => {
    const stored = tabStorage.read(name)
    const text = open.get(name) ?? stored
    if (text !== undefined && tabStorage.read(savedName(name)) === undefined) open.set(name, text)
    follow()
    return text
  },
  hold: (name: string, text: string): void => {
    open.set(name, text)
    tabStorage.remove(savedName(name))
    follow()
  },
  /** Puts what is held where a reload finds it, unless there is a secret in it. */
  store: (name: string, isSecret: boolean): void => {
    const text = open.get(name)
    if (isSecret) tabStorage.remove(name)
    else if (text !== undefined) tabStorage.store(name, text)
  },
  /** It is saved elsewhere: it stays to be used again, and nothing is lost with it. */
  saved: (name: string): void => {
    open.delete(name)
    if (tabStorage.read(name) !== undefined) tabStorage.store(savedName(name), 'yes')
    follow()
  },
  drop: (name: string): void => {
    open.delete(name)
    tabStorage.remove(name)
    tabStorage.remove(savedName(name))
    follow()
  },
}
