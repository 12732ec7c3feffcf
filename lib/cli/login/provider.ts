import * as oauth from 'oauth4webapi'
import { clock } from '../../adapters/system/system.ts'
import type { Oidc } from '../api/profile.ts'
import type { Io } from '../command.ts'
import { CommandError, NoAnswer, UsageError } from '../command-error.ts'
import { printable } from '../for-terminals.ts'
import { pause } from '../pause.ts'
import { isLoopBack } from '../tool/tool-credentials.ts'
import type { Session } from './session-file.ts'

const SCOPE = 'openid offline_access'
const TIMEOUT_MS = 40_000
/** RFC 8628 3.2 and 3.5. */
const INTERVAL_SECONDS = 5

/** An identity provider, as the device authorization grant (RFC 8628) needs it. */
export const providerOf = async (oidc: Oidc, io: Io) => {
  const issuer = new URL(oidc.issuer)
  if (issuer.protocol !== 'https:' && !isLoopBack(issuer)) {
    throw new UsageError(`${oidc.issuer} is not https: no sign-in is sent there.`)
  }
  const client: oauth.Client = { client_id: oidc.clientId }
  const auth = oauth.None()
  const options = () => ({
    [oauth.allowInsecureRequests]: isLoopBack(issuer),
    [oauth.customFetch]: (url: string, request: object) =>
      fetch(url, request).catch(() => {
        throw new NoAnswer(`No answer from the identity provider ${issuer.origin}.`)
      }),
    signal: AbortSignal.any([io.stopped, AbortSignal.timeout(TIMEOUT_MS)]),
  })
  const asked = <T>(request: () => Promise<T>): Promise<T> =>
    request().catch((error: unknown) => {
      throw explained(error, issuer)
    })
  const server = await asked(async () =>
    oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options())),
  )
  const sessionOf = (answer: oauth.TokenEndpointResponse, before?: Session): Session => ({
    issuer: oidc.issuer,
    clientId: oidc.clientId,
    accessToken: answer.access_token,
    ...(answer.expires_in !== undefined && { expiresAt: clock().getTime() + answer.expires_in * 1000 }),
    ...withName('idToken', answer.id_token ?? before?.idToken),
    // A provider that does not rotate them gives none.
    ...withName('refreshToken', answer.refresh_token ?? before?.refreshToken),
  })

  return {
    /** Asks for a code that a person enters in a browser. */
    begin: () =>
      asked(async () => {
        const scope = oidc.scope ?? SCOPE
        const request = await oauth.deviceAuthorizationRequest(
          server,
          client,
          auth,
          { scope, ...forWhom(oidc) },
          options(),
        )
        return oauth.processDeviceAuthorizationResponse(server, client, request)
      }),

    /** Waits until the person has agreed. @throws CommandError where they have not, or the code is too old */
    finish: async (device: oauth.DeviceAuthorizationResponse): Promise<Session> => {
      let seconds = device.interval ?? INTERVAL_SECONDS
      const end = clock().getTime() + device.expires_in * 1000
      while (clock().getTime() < end && !io.stopped.aborted) {
        await pause(seconds * 1000, io.stopped)
        try {
          const answer = await oauth.deviceCodeGrantRequest(server, client, auth, device.device_code, {
            ...options(),
            additionalParameters: forWhom(oidc),
          })
          return sessionOf(await oauth.processDeviceCodeResponse(server, client, answer))
        } catch (error) {
          const code = error instanceof oauth.ResponseBodyError ? error.error : undefined
          if (code === 'slow_down') seconds += INTERVAL_SECONDS
          // A connection that fails is tried again, as the RFC asks for; the code's end ends that.
          else if (code !== 'authorization_pending' && !(error instanceof NoAnswer)) throw explained(error, issuer)
        }
      }
      throw new CommandError('The code has expired before it was entered. Begin again: waybill login')
    },

    /** @throws CommandError where the provider gives no other token: the sign-in is over */
    renew: (session: Session): Promise<Session> =>
      asked(async () => {
        const answer = await oauth.refreshTokenGrantRequest(server, client, auth, session.refreshToken ?? '', {
          ...options(),
          additionalParameters: forWhom(oidc),
        })
        return sessionOf(await oauth.processRefreshTokenResponse(server, client, answer), session)
      }),

    /** Reports to the provider that the sign-in is over, where it takes that. */
    revoke: async ({ refreshToken, accessToken }: Session): Promise<boolean> => {
      if (server.revocation_endpoint === undefined) return false
      await asked(async () =>
        oauth.processRevocationResponse(
          await oauth.revocationRequest(server, client, auth, refreshToken ?? accessToken, options()),
        ),
      )
      return true
    },
  }
}

const withName = <Name extends string>(name: Name, value: string | undefined) =>
  value === undefined ? {} : ({ [name]: value } as Record<Name, string>)

/** Providers know an audience by either name. */
const forWhom = ({ audience }: Oidc): Record<string, string> =>
  audience === undefined ? {} : { audience, ...(URL.canParse(audience) && { resource: audience }) }

/** What the provider itself reports, without anything that was sent. */
const explained = (error: unknown, issuer: URL): Error => {
  if (error instanceof oauth.ResponseBodyError) {
    const detail = error.error_description === undefined ? error.error : `${error.error}: ${error.error_description}`
    return new CommandError(`The identity provider ${issuer.origin} refuses: ${printable(detail).slice(0, 300)}`)
  }
  if (error instanceof oauth.OperationProcessingError || error instanceof oauth.WWWAuthenticateChallengeError) {
    return new CommandError(`${issuer.origin} did not answer as an identity provider does: ${printable(error.message)}`)
  }
  return error instanceof Error ? error : new Error(String(error))
}
