import type { SignInConfig } from './session.ts'

/**
 * Finds out who looks at the page, once a page load. Where signing in is not needed, that is at once.
 *
 * @returns `false`: the browser is on its way to the provider
 */
export const enter = async (): Promise<boolean> => {
  const signIn = signInConfig()
  if (!signIn) return true
  const { signInAt } = await import('./oidc.ts')
  return signInAt(signIn)
}

/** What the server has put into the page, whose form other tests hold. `null`: signing in is not needed. */
const signInConfig = (): SignInConfig | null =>
  JSON.parse(document.querySelector<HTMLMetaElement>('meta[name="sign-in"]')?.content ?? 'null') as SignInConfig | null
