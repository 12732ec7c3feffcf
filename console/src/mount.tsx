import { type ReactNode, StrictMode, startTransition, useEffect, useInsertionEffect, useRef } from 'react'
import { createRoot } from 'react-dom/client'
import type { TakeOver } from './first/take-over.ts'
import { LanguageProvider } from './i18n/i18n.tsx'
import type { Words } from './i18n/translate.ts'

/** @param failed is called where something of it fails that no part of it shows */
export const mount = (words: Words, first: TakeOver, node: ReactNode, failed?: () => void): void => {
  const container = document.getElementById('root')
  if (!container) throw new Error('index.html has no #root')
  const root = createRoot(container, {
    onUncaughtError: error => {
      reportError(error)
      failed?.()
    },
  })
  // A transition is drawn in small steps, between which the browser answers whoever looks at the first page.
  startTransition(() =>
    root.render(
      <StrictMode>
        <LanguageProvider first={words}>
          <InPlaceOfFirst first={first}>{node}</InPlaceOfFirst>
        </LanguageProvider>
      </StrictMode>,
    ),
  )
}

interface Props {
  readonly first: TakeOver
  readonly children: ReactNode
}

const InPlaceOfFirst = ({ first, children }: Props) => {
  const goOn = useRef<(() => void) | undefined>(undefined)
  // All elements are there by then, and no component has measured where it is.
  useInsertionEffect(() => {
    goOn.current ??= first.takeAway()
  }, [first])
  useEffect(() => {
    goOn.current?.()
    goOn.current = () => undefined
  }, [])
  return children
}
