import type { I18nProviderProps } from '@cloudscape-design/components/i18n'
import type { Language } from './translate.ts'

type Words = I18nProviderProps.Messages

const LOADERS: Readonly<Record<Language, () => Promise<{ readonly default: Words }>>> = {
  en: () => import('@cloudscape-design/components/i18n/messages/all.en'),
  de: () => import('@cloudscape-design/components/i18n/messages/all.de'),
}

const loading = new Map<Language, Promise<Words>>()

/** The words that Cloudscape's components bring themselves, in one language. */
export const componentWords = (language: Language): Promise<Words> => {
  const words =
    loading.get(language) ??
    LOADERS[language]().then(
      ({ default: found }) => found,
      // Components do without them; a page that shows nothing would be worse.
      () => ({}),
    )
  loading.set(language, words)
  return words
}
