import { browserStorage } from '../parts/storage.ts'
import { EN } from './en.ts'
import type { Messages } from './messages.ts'

export type MessageKey = keyof typeof EN
export type Language = 'en' | 'de'
export const LANGUAGES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' }

type Values = Readonly<Record<string, string | number>>

/** The message of a key with its values filled in. With `count`, `KEY_one` is taken where the language has a singular for it. */
export type Translate = (key: MessageKey, values?: Values) => string

/** A language whose messages are there. */
export interface Words {
  readonly language: Language
  readonly t: Translate
}

/** English comes with the page. */
const LOADERS: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Messages>>> = {
  de: async () => (await import('./de.ts')).DE,
}

export const wordsOf = async (language: Language): Promise<Words> => ({
  language,
  t: translator(language, language === 'en' ? EN : await LOADERS[language]()),
})

const translator =
  (language: Language, messages: Messages): Translate =>
  (key, values = {}) => {
    const plural = typeof values.count === 'number' ? new Intl.PluralRules(language).select(values.count) : 'other'
    const singular = `${key}_one`
    // The language decides which form it is; a key without a singular has one form.
    const found = plural === 'one' && singular in messages ? messages[singular as MessageKey] : messages[key]
    // A newer API may answer with values that this page has no words for: they stand as they are.
    const text: string = found ?? key.slice(key.indexOf('.') + 1)
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name]
      return value === undefined ? whole : typeof value === 'number' ? value.toLocaleString(language) : value
    })
  }

const STORED = 'waybill.language'

const isLanguage = (text: string | undefined): text is Language => text === 'en' || text === 'de'

/** The one that was chosen here, else what the browser prefers. */
export const firstLanguage = (): Language => {
  const chosen = browserStorage.read(STORED)
  if (isLanguage(chosen)) return chosen
  const [preferred = 'en'] = navigator.language.split('-')
  return isLanguage(preferred) ? preferred : 'en'
}

export const storeLanguage = (chosen: Language): void => void browserStorage.store(STORED, chosen)
