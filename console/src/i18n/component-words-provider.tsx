import { I18nProvider } from '@cloudscape-design/components/i18n'
import { type ReactNode, use } from 'react'
import { componentWords } from './component-words.ts'
import { useI18n } from './i18n.tsx'

/** Gives Cloudscape's components their words. */
export const ComponentWordsProvider = ({ children }: { readonly children: ReactNode }) => {
  const { language } = useI18n()
  return (
    <I18nProvider locale={language} messages={[use(componentWords(language))]}>
      {children}
    </I18nProvider>
  )
}
