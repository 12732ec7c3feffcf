import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { FirstFrame } from '../first/first-frame.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { enter } from './enter.ts'
import { SignedOut } from './session.ts'

type State =
  | { readonly is: 'waiting' }
  | { readonly is: 'ready' }
  | { readonly is: 'failed'; readonly error: unknown }
  | { readonly is: 'out' }

const NotSignedIn = lazy(async () => ({ default: (await import('./not-signed-in.tsx')).NotSignedIn }))

/** Shows the page once it is known who looks at it. */
export const SignInGate = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useI18n()
  const [state, setState] = useState<State>({ is: 'waiting' })
  useEffect(() => {
    enter().then(
      isSignedIn => isSignedIn && setState({ is: 'ready' }),
      (error: unknown) => setState(error instanceof SignedOut ? { is: 'out' } : { is: 'failed', error }),
    )
  }, [])
  if (state.is === 'ready') return children
  if (state.is === 'waiting') {
    return (
      <FirstFrame>
        <p role="status">{t('signIn.waiting')}</p>
      </FirstFrame>
    )
  }
  return (
    <Suspense>
      <NotSignedIn {...(state.is === 'failed' && { error: state.error })} />
    </Suspense>
  )
}
