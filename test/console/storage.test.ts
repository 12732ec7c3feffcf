import { globSync, readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from '@jest/globals'

interface PageStorage {
  readonly read: (name: string) => string | undefined
  readonly store: (name: string, text: string) => boolean
  readonly remove: (name: string) => void
  readonly clear: () => void
}

const { browserStorage, tabStorage } = (await import(
  new URL('../../console/src/parts/storage.ts', import.meta.url).href
)) as unknown as Readonly<Record<'browserStorage' | 'tabStorage', PageStorage>>

/** How a browser has its storage: as it should, full, or forbidden. */
const page = (storage: () => object) => {
  Object.defineProperty(globalThis, 'window', {
    configurable: true,
    value: Object.defineProperties({}, { localStorage: { get: storage }, sessionStorage: { get: storage } }),
  })
}

const working = () => {
  const stored = new Map<string, string>()
  return {
    stored,
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, text: string) => void stored.set(name, text),
    removeItem: (name: string) => void stored.delete(name),
    clear: () => stored.clear(),
  }
}

describe.each([
  ['of the browser', browserStorage],
  ['of the tab', tabStorage],
])('what is remembered in the storage %s', (_of, storage) => {
  beforeEach(() => {
    page(working)
    storage.remove('name')
  })

  it('is there again', () => {
    const there = working()
    page(() => there)
    expect(storage.store('name', 'text')).toBe(true)
    expect([storage.read('name'), there.stored.get('name')]).toEqual(['text', 'text'])
    storage.remove('name')
    expect(storage.read('name')).toBeUndefined()
  })

  it('is gone once all of it is forgotten, also where nothing can be stored', () => {
    const there = working()
    page(() => there)
    storage.store('name', 'text')
    storage.clear()
    page(() => {
      throw new DOMException('forbidden', 'SecurityError')
    })
    storage.store('other', 'text')
    storage.clear()

    expect([there.stored.size, storage.read('name'), storage.read('other')]).toEqual([0, undefined, undefined])
  })

  it('is there while the page is open where nothing can be stored', () => {
    page(() => {
      throw new DOMException('forbidden', 'SecurityError')
    })
    expect(storage.store('name', 'text')).toBe(false)
    expect(storage.read('name')).toBe('text')
    storage.remove('name')
    expect(storage.read('name')).toBeUndefined()
  })

  it('leaves nothing older behind where it does not fit', () => {
    const full = working()
    full.stored.set('name', 'old')
    page(() => ({
      ...full,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
    }))
    expect(storage.store('name', 'new')).toBe(false)
    expect([storage.read('name'), full.stored.has('name')]).toEqual(['new', false])
  })
})

it('is reached by nothing else of the page, which would fail where storage is forbidden', () => {
  const others = globSync('console/src/**/*.{ts,tsx}').filter(
    file => !file.endsWith('storage.ts') && /\b(?:local|session)Storage\b/.test(readFileSync(file, 'utf8')),
  )
  expect(others).toEqual([])
})
