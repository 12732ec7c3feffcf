import { I18nProvider } from '@cloudscape-design/components/i18n'
import { type ReactNode, use } from 'react'
import { componentWords } from './component-words.ts'
import { useI18n } from './i18n.tsx'
import { ProblemTitlesContext, problemTitles } from './problem-titles.ts'

/** Gives Cloudscape's components their words, and problems of the API their names. */
export const ComponentWordsProvider = ({ children }: { readonly children: ReactNode }) => {
  const { language } = useI18n()
  return (
    <I18nProvider locale={language} messages={[use(componentWords(language))]}>
      <ProblemTitlesContext value={use(problemTitles(language))}>{children}</ProblemTitlesContext>
    </I18nProvider>
  )
}
