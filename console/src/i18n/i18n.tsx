import { createContext, type ReactNode, startTransition, useContext, useEffect, useMemo, useState } from 'react'
import { EN } from './en.ts'
import type { Messages } from './messages.ts'

export type MessageKey = keyof typeof EN
export type Language = 'en' | 'de'
export const LANGUAGES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' }

type Values = Readonly<Record<string, string | number>>

/** The message of a key with its values filled in. With `count`, `KEY_one` is taken where the language has a singular for it. */
export type Translate = (key: MessageKey, values?: Values) => string

/** English comes with the page. */
const LOADERS: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Messages>>> = {
  de: async () => (await import('./de.ts')).DE,
}

const translator =
  (language: Language, messages: Messages): Translate =>
  (key, values = {}) => {
    const plural = typeof values.count === 'number' ? new Intl.PluralRules(language).select(values.count) : 'other'
    const singular = `${key}_one`
    // The language decides which form it is; a key without a singular has one form.
    const text = plural === 'one' && singular in messages ? messages[singular as MessageKey] : messages[key]
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name]
      return value === undefined ? whole : typeof value === 'number' ? value.toLocaleString(language) : value
    })
  }

interface I18n {
  readonly t: Translate
  readonly language: Language
  readonly setLanguage: (language: Language) => void
}

const Context = createContext<I18n>({ t: translator('en', EN), language: 'en', setLanguage: () => undefined })

const STORED = 'waybill.language'

const isLanguage = (text: string | null | undefined): text is Language => text === 'en' || text === 'de'

export const firstLanguage = (): Language => {
  const chosen = localStorage.getItem(STORED)
  if (isLanguage(chosen)) return chosen
  const [preferred = 'en'] = navigator.language.split('-')
  return isLanguage(preferred) ? preferred : 'en'
}

interface Loaded {
  readonly of: Language
  readonly messages: Messages
}

export const LanguageProvider = ({ children }: { readonly children: ReactNode }) => {
  const [language, setLanguage] = useState(firstLanguage)
  const [loaded, setLoaded] = useState<Loaded | undefined>(() =>
    language === 'en' ? { of: 'en', messages: EN } : undefined,
  )
  useEffect(() => {
    let isWanted = true
    const load = language === 'en' ? Promise.resolve(EN) : LOADERS[language]()
    // What is on the screen stays there until the words of the components have come too.
    void load.then(
      messages =>
        isWanted && startTransition(() => setLoaded(now => (now?.of === language ? now : { of: language, messages }))),
    )
    document.documentElement.lang = language
    return () => {
      isWanted = false
    }
  }, [language])
  const value = useMemo<I18n | undefined>(
    () =>
      loaded && {
        t: translator(loaded.of, loaded.messages),
        language: loaded.of,
        setLanguage: chosen => {
          localStorage.setItem(STORED, chosen)
          setLanguage(chosen)
        },
      },
    [loaded],
  )
  return value && <Context value={value}>{children}</Context>
}

export const useI18n = (): I18n => useContext(Context)
