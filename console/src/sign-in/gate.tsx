import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Spinner from '@cloudscape-design/components/spinner'
import { type ReactNode, useEffect, useState } from 'react'
import { ENDPOINT } from '../api/client.ts'
import { useI18n } from '../i18n/i18n.tsx'
import type { SignInConfig } from './session.ts'

type State = { readonly is: 'waiting' } | { readonly is: 'ready' } | { readonly is: 'failed'; readonly reason: string }

/** Shows the page once it is known who looks at it. Where nobody signs in, that is at once. */
export const SignInGate = ({ children }: { readonly children: ReactNode }) => {
  const { t } = useI18n()
  const [state, setState] = useState<State>({ is: 'waiting' })
  useEffect(() => {
    enter().then(
      isSignedIn => isSignedIn && setState({ is: 'ready' }),
      (error: unknown) => setState({ is: 'failed', reason: error instanceof Error ? error.message : String(error) }),
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
        type="error"
        header={t('signIn.failed')}
        action={<Button onClick={() => window.location.replace(window.location.pathname)}>{t('signIn.again')}</Button>}
      >
        {state.reason}
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
