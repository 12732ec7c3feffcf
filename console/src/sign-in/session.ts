/** What `console/config.json` says of signing in; `null`: nobody does. */
export interface SignInConfig {
  readonly issuer: string
  readonly clientId: string
  readonly scope: string
  readonly audience: string
}

/** Tokens are held here and nowhere else: no storage, no cookie, no address. A reload signs in again at the provider. */
let current: { readonly token: () => Promise<string>; readonly signOut: () => void } | undefined

export const holdSession = (session: NonNullable<typeof current>): void => {
  current = session
}

/** `undefined`: nobody signs in here. */
export const accessToken = async (): Promise<string | undefined> => current?.token()

export const isSignedIn = (): boolean => current !== undefined

export const signOut = (): void => current?.signOut()
