import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'

interface Locked {
  readonly version?: string
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly license?: string
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>
}
/** What `npm ci --omit=dev` installs, dependencies of dependencies too. */
const PRODUCTION = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true)

const those = (is: (locked: Locked, path: string) => boolean) =>
  PRODUCTION.filter(([path, locked]) => is(locked, path)).map(([path]) => path)

describe('what runs in production', () => {
  it('is what package.json asks for, and what that needs', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object }

    expect(PRODUCTION.length).toBeGreaterThan(Object.keys(dependencies).length)
    expect(PRODUCTION.map(([path]) => path)).toEqual(
      expect.arrayContaining(Object.keys(dependencies).map(name => `node_modules/${name}`)),
    )
  })

  it('runs no script when it is installed', () => {
    expect(those(({ hasInstallScript }) => hasInstallScript === true)).toEqual([])
  })

  it('is made for no machine in particular', () => {
    expect(those(({ os, cpu }) => os !== undefined || cpu !== undefined)).toEqual([])
  })

  it('has no native addon', () => {
    expect(
      those(
        (_, path) =>
          existsSync(`${path}/binding.gyp`) || globSync(`${path}/{build,prebuilds,bin,lib}/**/*.node`).length > 0,
      ),
    ).toEqual([])
  })

  it('may be used by everybody', () => {
    const free = /\b(?:MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|Unlicense|CC0-1\.0)\b/

    expect(those(({ license = '' }) => !free.test(license))).toEqual([])
  })
})
