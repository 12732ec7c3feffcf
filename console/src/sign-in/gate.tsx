import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Spinner from '@cloudscape-design/components/spinner'
import { type ReactNode, useEffect, useState } from 'react'
import { ENDPOINT } from '../api/client.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { SignedOut, type SignInConfig } from './session.ts'

type State =
  | { readonly is: 'waiting' }
  | { readonly is: 'ready' }
  | { readonly is: 'failed'; readonly error: unknown }
  | { readonly is: 'out' }

/** Shows the page once it is known who looks at it. Where signing in is not needed, that is at once. */
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
      <Box margin="xxxl" textAlign="center">
        <Spinner size="large" />
        <div role="status">{t('signIn.waiting')}</div>
      </Box>
    )
  }
  return (
    <Box margin="xxxl">
      <Alert
        type={state.is === 'out' ? 'info' : 'error'}
        header={t(state.is === 'out' ? 'signIn.out' : 'signIn.failed')}
        action={<Button onClick={() => window.location.replace(window.location.pathname)}>{t('signIn.again')}</Button>}
      >
        {state.is === 'failed' && (state.error instanceof Error ? state.error.message : String(state.error))}
      </Alert>
    </Box>
  )
}

let entering: Promise<boolean> | undefined

/** Once a page load, however often React mounts the gate. */
const enter = (): Promise<boolean> => {
  entering ??= signInIfNeeded()
  return entering
}

/** @returns `false`: the browser is on its way to the provider */
const signInIfNeeded = async (): Promise<boolean> => {
  const response = await fetch(`${ENDPOINT}/console/config.json`)
  if (!response.ok) throw new Error(`config.json: HTTP ${response.status}`)
  const { signIn } = (await response.json()) as { readonly signIn: SignInConfig | null }
  if (!signIn) return true
  const { signInAt } = await import('./oidc.ts')
  return signInAt(signIn)
}
