import { globSync, readFileSync } from 'node:fs'
import { dirname, sep } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { type Access, ROUTES, type Route } from '../../../lib/http/routes.ts'

const SCREENS = 'console/src/screens'

const all: readonly Route[] = ROUTES
const accessOf = new Map(all.map(({ method, path, caller }): [string, Access] => [`${method} ${path}`, caller]))

const sources = globSync(`${SCREENS}/**/*.{ts,tsx}`).map(file => ({ file, text: readFileSync(file, 'utf8') }))

/** The folder of a screen, with what `GET /v1/me` must list before the screen opens. */
const needsOf = (): ReadonlyMap<string, readonly string[]> => {
  const table = readFileSync(`${SCREENS}/screens.ts`, 'utf8')
  const entries = [...table.matchAll(/needs: '([^']+)'[^{}]*?import\('\.\/([\w-]+)\//gs)]
  return new Map(
    [...Map.groupBy(entries, ([, , folder = '']) => folder)].map(([folder, of]) => [
      folder,
      of.map(([, route = '']) => route),
    ]),
  )
}

/** What a folder's code asks `GET /v1/me` about before it shows a button. */
const guardsIn = (folder: string): ReadonlySet<string> =>
  new Set(
    sources
      .filter(({ file }) => file.startsWith(`${SCREENS}${sep}${folder}${sep}`))
      .flatMap(({ text }) =>
        [...text.matchAll(/(?:useMay\(|may\.includes\(|put: |remove: )'([^']+)'/g)].map(([, route = '']) => route),
      ),
  )

const calls = sources.flatMap(({ file, text }) =>
  [...text.matchAll(/\bapi\.(GET|POST|PUT|DELETE)\(\s*'([^']+)'/g)].map(([, method, path]) => ({
    folder: dirname(file).split(sep).at(-1) ?? '',
    route: `${method} ${path}`,
  })),
)

describe('the console asks before it offers', () => {
  it('finds its own requests', () => {
    expect(calls.length).toBeGreaterThan(25)
    expect(needsOf().get('new-job')).toEqual(['POST /v1/jobs'])
  })

  it.each(calls)('$route of $folder, which not everybody may', ({ folder, route }) => {
    const access = accessOf.get(route)
    expect(access).toBeDefined()
    // What every reader may is read on screens that need to be a reader; whoever is known may ask who it is, and anyone what
    // needs no caller.
    const ofScreen = (needsOf().get(folder) ?? []).map(need => accessOf.get(need))
    const isForAll = access !== undefined && ['anyone', 'known', 'reader'].includes(access)
    const isGuarded = guardsIn(folder).has(route) || ofScreen.includes(access) || isForAll

    expect([route, isGuarded]).toEqual([route, true])
  })
})
