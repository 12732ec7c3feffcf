import { createContext } from 'react'
import type { Language } from './translate.ts'

/** What problems of the API are called in a language, by their codes. */
export type ProblemTitles = Readonly<Record<string, string>>

/** English is what the API itself says. */
const LOADERS: Readonly<Record<Language, () => Promise<ProblemTitles>>> = {
  en: async () => ({}),
  de: async () => (await import('./problem-titles-de.ts')).PROBLEM_TITLES_DE,
}

const loading = new Map<Language, Promise<ProblemTitles>>()

export const problemTitles = (language: Language): Promise<ProblemTitles> => {
  // The API's own words are better than none.
  const titles = loading.get(language) ?? LOADERS[language]().catch(() => ({}))
  loading.set(language, titles)
  return titles
}

export const ProblemTitlesContext = createContext<ProblemTitles>({})
