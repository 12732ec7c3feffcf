import { profileOf } from '../api/connection.ts'
import type { Oidc } from '../api/profile.ts'
import type { AskedServer, Command, Io } from '../command.ts'
import { EXIT_CODES, NoAnswer, UsageError } from '../command-error.ts'
import { printable } from '../for-terminals.ts'
import { alone } from './alone.ts'
import { providerOf } from './provider.ts'
import { readSession, removeSession, sessionFileOf, writeSession } from './session-file.ts'

/**
 * Signs in by the device authorization grant (RFC 8628): the person opens an address in any browser, also of another device, and
 * enters a code. What the provider gives then is stored for this user alone, and printed nowhere.
 */
export const login: Command = {
  run: async ({ io, target, isQuiet }) => {
    const { name, oidc } = await oidcOf(target, io)
    const provider = await providerOf(oidc, io)
    const device = await provider.begin()
    const address = device.verification_uri_complete ?? device.verification_uri
    io.stderr.write(
      `Open ${printable(address)}\nin a browser, on any device, and compare or enter the code ${printable(device.user_code)}\n`,
    )
    const session = await provider.finish(device)
    const file = sessionFileOf(name, io)
    // Who renews the former sign-in right now must not store it over this one.
    await alone(file, io, () => writeSession(file, session))
    if (!isQuiet) io.stderr.write(`Signed in. "waybill whoami --profile ${name}" shows who you are there.\n`)
    return EXIT_CODES.done
  },
}

/** Forgets a sign-in. It is over on this machine in any case, and at the provider where that can be reached. */
export const logout: Command = {
  run: async ({ io, target, isQuiet }) => {
    const { name, oidc } = await oidcOf(target, io)
    const file = sessionFileOf(name, io)
    const stored = await readSession(file).catch(() => undefined)
    if (!stored) {
      await removeSession(file)
      if (!isQuiet) io.stderr.write(`Profile "${name}" is not signed in.\n`)
      return EXIT_CODES.done
    }
    // Who renews it right now stores what came of it first, and that is revoked.
    const session = await alone(file, io, async () => {
      const latest = (await readSession(file)) ?? stored
      await removeSession(file)
      return latest
    })
    try {
      const provider = await providerOf(oidc, io)
      const isRevoked = await provider.revoke(session)
      if (!isQuiet) io.stderr.write(isRevoked ? 'Signed out.\n' : 'Signed out here; the provider revokes nothing.\n')
      return EXIT_CODES.done
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      throw new NoAnswer(`Signed out here, but not at the provider: ${error.message}`)
    }
  },
}

/** @throws UsageError where no profile, or none with a provider, is named */
const oidcOf = async (target: AskedServer, io: Io): Promise<{ readonly name: string; readonly oidc: Oidc }> => {
  // An address in the environment does not matter here: the profile is what is signed in.
  const name = target.profile ?? io.env.WAYBILL_PROFILE
  if (!name) throw new UsageError('name the profile with --profile or WAYBILL_PROFILE.')
  const { profile } = await profileOf({ profile: name }, io)
  if (profile?.oidc) return { name, oidc: profile.oidc }
  throw new UsageError(`the profile "${name}" has no "oidc" with issuer and clientId, so it needs no sign-in.`)
}
