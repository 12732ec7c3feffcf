import { ENDPOINT } from '../api/client.ts'
import type { SignInConfig } from './session.ts'

let entering: Promise<boolean> | undefined

/**
 * Finds out who looks at the page, once a page load. Where signing in is not needed, that is at once.
 *
 * @returns `false`: the browser is on its way to the provider
 */
export const enter = (): Promise<boolean> => {
  entering ??= signInIfNeeded()
  return entering
}

const signInIfNeeded = async (): Promise<boolean> => {
  const response = await fetch(`${ENDPOINT}/console/config.json`)
  if (!response.ok) throw new Error(`config.json: HTTP ${response.status}`)
  // Waybill's own answer, whose form other tests hold.
  const { signIn } = (await response.json()) as { readonly signIn: SignInConfig | null }
  if (!signIn) return true
  const { signInAt } = await import('./oidc.ts')
  return signInAt(signIn)
}
