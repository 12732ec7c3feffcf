import { createContext, type ReactNode, startTransition, useContext, useEffect, useMemo, useState } from 'react'
import { CodeGone } from '../parts/code-gone.ts'
import { flashProblem } from '../parts/flashes.ts'
import { type Language, storeLanguage, type Translate, type Words, wordsOf } from './translate.ts'

interface I18n {
  readonly t: Translate
  readonly language: Language
  readonly setLanguage: (language: Language) => void
}

const Context = createContext<I18n | undefined>(undefined)

interface Props {
  /** Those of the first page. */
  readonly first: Words
  readonly children: ReactNode
}

export const LanguageProvider = ({ first, children }: Props) => {
  const [language, setLanguage] = useState(first.language)
  const [words, setWords] = useState(first)
  useEffect(() => {
    let isWanted = true
    // What is on the screen stays there until the words of the components have come too.
    wordsOf(language).then(
      loaded => isWanted && startTransition(() => setWords(now => (now.language === language ? now : loaded))),
      (error: unknown) => {
        if (isWanted) flashProblem(new CodeGone('The texts of a language could not be loaded.', { cause: error }))
      },
    )
    document.documentElement.lang = language
    return () => {
      isWanted = false
    }
  }, [language])
  const value = useMemo<I18n>(
    () => ({
      ...words,
      setLanguage: chosen => {
        storeLanguage(chosen)
        setLanguage(chosen)
      },
    }),
    [words],
  )
  return <Context value={value}>{children}</Context>
}

export const useI18n = (): I18n => {
  const i18n = useContext(Context)
  if (!i18n) throw new Error('There is no LanguageProvider around this.')
  return i18n
}
