import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the page was made of, as one hash. */
const STAMP = 'sources.txt'

/** The page itself comes after all that it loads. */
const PLACES = [/^(?!index\.html)/, /^index\.html/]

export const isPageOf = (folder: string, hash: string): boolean => {
  try {
    return readFileSync(join(folder, STAMP), 'utf8') === hash
  } catch {
    return false
  }
}

/**
 * Replaces a page by one that was built elsewhere on the same disk. Each file takes the place of its former one at once, so
 * whoever reads meanwhile, or places the same page, misses none.
 */
export const placePage = (built: string, folder: string, hash: string): void => {
  mkdirSync(folder, { recursive: true })
  const names = readdirSync(built)
  writeFileSync(join(built, STAMP), hash)
  for (const name of [...PLACES.flatMap(place => names.filter(name => place.test(name))), STAMP]) {
    renameSync(join(built, name), join(folder, name))
  }
  const known = new Set([...names, STAMP])
  for (const name of readdirSync(folder).filter(name => !known.has(name))) {
    // Whoever has built of newer sources meanwhile removes what is old.
    if (isPageOf(folder, hash)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}
