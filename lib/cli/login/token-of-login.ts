import { clock } from '../../adapters/system/system.ts'
import type { Oidc } from '../api/profile.ts'
import type { Io } from '../command.ts'
import { CommandError, UsageError } from '../command-error.ts'
import { alone } from './alone.ts'
import { readSession, type Session, sessionFileOf, writeSession } from './session-file.ts'

/** A token is renewed this long before it expires, so that a request under way does not meet its end. */
const RENEW_BEFORE_MS = 60_000

/**
 * The token of a profile's sign-in, renewed where it is about to expire.
 *
 * @throws CommandError where none is stored, or the sign-in is over
 */
export const tokenOfLogin = async (profile: string, oidc: Oidc | undefined, io: Io): Promise<string> => {
  if (!oidc)
    throw new UsageError(`the profile "${profile}" has auth "oidc" and does not describe it: issuer, clientId.`)
  const file = sessionFileOf(profile, io)
  const again = `Sign in: waybill login --profile ${profile}`
  const stored = async () => {
    const session = await current(file, oidc)
    if (!session) throw new CommandError(`Profile "${profile}" is not signed in. ${again}`)
    return session
  }
  const session = await stored()
  if (isGood(session)) return tokenIn(session, oidc, again)
  const renewed = await alone(file, io, async () => {
    // Another process may have renewed or ended it meanwhile.
    const there = await stored()
    if (isGood(there)) return there
    if (there.refreshToken === undefined) throw new CommandError(`The sign-in of "${profile}" has expired. ${again}`)
    const { providerOf } = await import('./provider.ts')
    const provider = await providerOf(oidc, io)
    const next = await provider.renew(there).catch((error: unknown) => {
      if (error instanceof CommandError && error.exitCode === 1) throw new CommandError(`${error.message} ${again}`)
      throw error
    })
    await writeSession(file, next)
    return next
  })
  return tokenIn(renewed, oidc, again)
}

const current = async (file: string, { issuer, clientId }: Oidc): Promise<Session | undefined> => {
  const session = await readSession(file)
  return session?.issuer === issuer && session.clientId === clientId ? session : undefined
}

const isGood = ({ expiresAt }: Session) => expiresAt === undefined || expiresAt - clock().getTime() > RENEW_BEFORE_MS

const tokenIn = ({ accessToken, idToken }: Session, { token }: Oidc, again: string): string => {
  if (token !== 'id') return accessToken
  if (idToken !== undefined) return idToken
  throw new CommandError(`The identity provider gave no ID token: its scope needs openid. ${again}`)
}
