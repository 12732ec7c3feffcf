import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { DE } from '../../console/src/i18n/de.ts'
import { EN } from '../../console/src/i18n/en.ts'
import { PROBLEM_TITLES_DE } from '../../console/src/i18n/problem-titles-de.ts'
import { ACTIONS, OUTCOMES } from '../../lib/audit/actions.ts'
import { PROBLEMS } from '../../lib/http/kit/problem.ts'

const OTHERS: readonly (readonly [language: string, messages: Readonly<Record<string, string>>])[] = [['German', DE]]
const KEYS = Object.keys(EN)

const placeholdersIn = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).toSorted()

/** Words that are the same in both languages, or names. */
const isSameWord = (text: string): boolean => !/[a-zäöüß] [a-zäöüß]/i.test(text)

/** All that the page's own code is made of, but the messages. */
const SOURCE = globSync('console/src/**/*.{ts,tsx}')
  .filter(file => !/[\\/]i18n[\\/](?:de|en)\.ts$/.test(file))
  .map(file => readFileSync(file, 'utf8'))
  .join('\n')

/** The beginnings of keys whose end is only known when the page runs, such as `stage.${stage}`. */
const BEGINNINGS = [...SOURCE.matchAll(/`([a-z][\w-]*(?:\.[\w-]+)*\.)\$\{/gi)].map(([, beginning = '']) => beginning)

const isUsed = (key: string): boolean => {
  const of = key.replace(/_one$/, '')
  return SOURCE.includes(`'${of}'`) || BEGINNINGS.some(beginning => of.startsWith(beginning))
}

it('each problem of the API has a name in German, and no other has one', () => {
  expect(Object.keys(PROBLEM_TITLES_DE).toSorted()).toEqual(Object.keys(PROBLEMS).toSorted())
  const titles = Object.values(PROBLEM_TITLES_DE)
  expect(new Set(titles).size).toBe(titles.length)
  const english = new Set<string>(Object.values(PROBLEMS).map(({ title }) => title))
  expect(titles.filter(title => english.has(title))).toEqual([])
})

describe('the messages of the console', () => {
  it('are sorted, so that one that is there is found', () => {
    expect(KEYS).toEqual(KEYS.toSorted())
  })

  it.each(OTHERS)('are all there in %s, and no others', (_language, messages) => {
    expect(Object.keys(messages).toSorted()).toEqual(KEYS.toSorted())
  })

  it.each(OTHERS)('have the same values to fill in in %s', (_language, messages) => {
    const differing = KEYS.filter(
      key => String(placeholdersIn(messages[key] ?? '')) !== String(placeholdersIn(EN[key as keyof typeof EN])),
    )
    expect(differing).toEqual([])
  })

  it.each(OTHERS)('are sentences of %s, and not left in English', (_language, messages) => {
    const untranslated = KEYS.filter(key => messages[key] === EN[key as keyof typeof EN] && !isSameWord(messages[key]))
    expect(untranslated).toEqual([])
  })

  it.each([['English', EN] as const, ...OTHERS])(
    'have a text each in %s, without blanks around it',
    (_language, all) => {
      expect(Object.entries(all).filter(([, text]) => text === '' || text !== text.trim())).toEqual([])
    },
  )

  it('have a singular only where they have a plural', () => {
    const alone = KEYS.filter(key => key.endsWith('_one') && !KEYS.includes(key.replace(/_one$/, '')))
    expect(alone).toEqual([])
  })

  it.each([
    ['action', ACTIONS],
    ['outcome', OUTCOMES],
  ] as const)('have words for each %s of history, and for no other', (beginning, codes) => {
    expect(KEYS.filter(key => key.startsWith(`${beginning}.`))).toEqual(
      codes.map(code => `${beginning}.${code}`).toSorted(),
    )
  })

  it('are all shown somewhere', () => {
    expect(BEGINNINGS.length).toBeGreaterThan(5)
    expect(KEYS.filter(key => !isUsed(key))).toEqual([])
  })
})
