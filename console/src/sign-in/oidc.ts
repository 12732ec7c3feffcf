import * as oauth from 'oauth4webapi'
import { tabStorage } from '../parts/storage.ts'
import { type Session as HeldSession, holdSession, SessionEnded, SignedOut, type SignInConfig } from './session.ts'

/*
 * OpenID Connect's authorisation code flow with PKCE, for a public client. Tokens stay in memory. What must outlive the way to
 * the provider and back (state, nonce, verifier) lies in the tab's session storage until then, and proves nothing by itself.
 */

interface Departure {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  /** Where the person wanted to go. */
  readonly hash: string
}

const STORED = 'waybill.sign-in'
/** A token is renewed this long before it expires, so that a request under way does not meet its end. */
const RENEW_BEFORE_MS = 30_000

/** One tab reports here that someone has signed out, and the others give up their tokens too. */
const TABS = 'waybill.sign-in'
const SIGNED_OUT = 'signed out'

/** In the address, where the provider has no page for signing out that comes back. */
const OUT = 'signed-out'

/** Signing out waits no longer than this for the provider to forget a token. */
const REVOKE_TIMEOUT_MS = 3_000

const redirectUri = (): string => `${window.location.origin}${window.location.pathname}`

/** For whom tokens are made (RFC 8707), which must be an address; an audience that is none is a setting of the client. */
const resourceOf = ({ audience }: SignInConfig): Record<string, string> =>
  URL.canParse(audience) ? { resource: audience } : {}

/** An issuer on this machine may be reached by http; the provider of a test or of a developer is. */
const optionsFor = (issuer: URL) => ({
  [oauth.allowInsecureRequests]: ['127.0.0.1', 'localhost', '[::1]'].includes(issuer.hostname),
})

/**
 * Signs in, or continues where the provider has sent the browser back.
 *
 * @returns `false`: the browser is on its way to the provider
 * @throws Error with the provider's own reason
 */
export const signInAt = async (config: SignInConfig): Promise<boolean> => {
  const issuer = new URL(config.issuer)
  const options = optionsFor(issuer)
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options))
  const client: oauth.Client = { client_id: config.clientId }
  const back = new URL(window.location.href)
  if (back.searchParams.has(OUT)) {
    window.history.replaceState(null, '', redirectUri())
    throw new SignedOut()
  }
  if (!back.searchParams.has('code') && !back.searchParams.has('error')) {
    await depart(server, config)
    return false
  }
  const departure = takeDeparture()
  if (!departure) {
    // A bookmark of an old answer, or a second tab: begin again.
    await depart(server, config)
    return false
  }
  window.history.replaceState(null, '', `${window.location.pathname}${departure.hash}`)
  const params = oauth.validateAuthResponse(server, client, back, departure.state)
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    params,
    redirectUri(),
    departure.verifier,
    { ...options, additionalParameters: resourceOf(config) },
  )
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, {
    expectedNonce: departure.nonce,
    requireIdToken: true,
  })
  enterAs(oauth.getValidatedIdTokenClaims(tokens)?.sub ?? '')
  await hold({ server, client, config, options }, tokens)
  return true
}

const PERSON = 'waybill.person'

/** What someone has written in this tab is there again for that person, and for nobody else who signs in here. */
const enterAs = (person: string): void => {
  if (tabStorage.read(PERSON) !== person) tabStorage.clear()
  tabStorage.store(PERSON, person)
}

const takeDeparture = (): Departure | undefined => {
  const stored = tabStorage.read(STORED)
  tabStorage.remove(STORED)
  // Written by `depart` of this page.
  return stored === undefined ? undefined : (JSON.parse(stored) as Departure)
}

const depart = async (server: oauth.AuthorizationServer, config: SignInConfig) => {
  const { clientId, scope, audience } = config
  const { authorization_endpoint: endpoint } = server
  if (endpoint === undefined) throw new Error('The provider has no authorization_endpoint.')
  const departure: Departure = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
    hash: window.location.hash,
  }
  if (!tabStorage.store(STORED, JSON.stringify(departure))) {
    // Without it, whoever comes back would be sent away again, and again.
    throw new Error(
      'The browser stores nothing for this page. Signing in needs its session storage: allow it for this page.',
    )
  }
  const url = new URL(endpoint)
  const asked = {
    client_id: clientId,
    redirect_uri: redirectUri(),
    response_type: 'code',
    scope,
    ...resourceOf(config),
    // Some providers know only this for the same. STS wants tokens for the client itself.
    ...(config.aws === undefined && { audience }),
    state: departure.state,
    nonce: departure.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(departure.verifier),
    code_challenge_method: 'S256',
    // Without it some providers give no refresh token.
    ...(scope.split(' ').includes('offline_access') && { prompt: 'consent' }),
  }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  window.location.assign(url)
}

interface Session {
  readonly server: oauth.AuthorizationServer
  readonly client: oauth.Client
  readonly config: SignInConfig
  readonly options: ReturnType<typeof optionsFor>
}

const hold = async (
  { server, client, config, options }: Session,
  first: oauth.TokenEndpointResponse,
): Promise<void> => {
  let tokens: oauth.TokenEndpointResponse | undefined = first
  let goodUntil = expiryOf(first)
  const idToken = first.id_token
  let renewing: Promise<void> | undefined
  const tabs = new BroadcastChannel(TABS)
  tabs.addEventListener('message', ({ data }) => {
    if (data === SIGNED_OUT) tokens = undefined
  })

  const renew = async () => {
    const { refresh_token: token } = tokens ?? {}
    // The page does not go away by itself: what someone is typing may be stored nowhere.
    if (token === undefined) throw new SessionEnded()
    const more = { ...options, additionalParameters: resourceOf(config) }
    const answer = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), token, more)
    const renewed = await oauth.processRefreshTokenResponse(server, client, answer).catch((error: unknown) => {
      // Any other failure, such as no network, may be over the next time.
      if (error instanceof oauth.ResponseBodyError) tokens = undefined
      throw error instanceof oauth.ResponseBodyError ? new SessionEnded(error.message, { cause: error }) : error
    })
    // A provider may leave the refresh token as it is, and then does not repeat it.
    tokens = { refresh_token: token, ...renewed }
    goodUntil = expiryOf(renewed)
  }

  /** The provider forgets it, as far as it can; a token that someone has got hold of is then worth nothing. */
  const revoke = async (token: string) => {
    await oauth.revocationRequest(server, client, oauth.None(), token, {
      ...options,
      signal: AbortSignal.timeout(REVOKE_TIMEOUT_MS),
    })
  }

  const held = (): oauth.TokenEndpointResponse => {
    if (!tokens) throw new SessionEnded()
    return tokens
  }
  const fresh = async () => {
    held()
    if (Date.now() > goodUntil - RENEW_BEFORE_MS) {
      renewing ??= renew().finally(() => {
        renewing = undefined
      })
      await renewing
    }
    return held()
  }

  holdSession({
    ...(await proofOf(config, { held, fresh, renew })),
    signOut: async () => {
      const { refresh_token: token } = tokens ?? {}
      tokens = undefined
      tabs.postMessage(SIGNED_OUT)
      if (token !== undefined && server.revocation_endpoint !== undefined) await revoke(token).catch(() => undefined)
      const { end_session_endpoint: end } = server
      const url = new URL(end ?? redirectUri())
      if (end === undefined) url.searchParams.set(OUT, '')
      else {
        if (idToken !== undefined) url.searchParams.set('id_token_hint', idToken)
        url.searchParams.set('client_id', config.clientId)
        url.searchParams.set('post_logout_redirect_uri', redirectUri())
      }
      window.location.assign(url)
    },
    signInAgain: () => depart(server, config),
  })
}

/** The provider's tokens. All of it throws SessionEnded where the provider gives none, or someone has signed out. */
interface Tokens {
  /** Those that are there. */
  readonly held: () => oauth.TokenEndpointResponse
  /** Such as are good for a while yet. */
  readonly fresh: () => Promise<oauth.TokenEndpointResponse>
  readonly renew: () => Promise<void>
}

/** How requests prove who sends them: by the access token, or by a signature where callers sign with IAM. */
const proofOf = async (
  { aws }: SignInConfig,
  { held, fresh, renew }: Tokens,
): Promise<Pick<HeldSession, 'authorize' | 'proof'>> => {
  if (!aws) {
    return {
      proof: { is: 'token' },
      authorize: async request => {
        request.headers.set('Authorization', `Bearer ${(await fresh()).access_token}`)
        return request
      },
    }
  }
  const { signAs } = await import('./aws.ts')
  const name = nameOf(held())
  const identity = () => {
    const { id_token: token } = held()
    if (token === undefined) throw new SessionEnded('The provider gave no ID token.')
    return { token, name }
  }
  const sign = await signAs(aws, identity(), async () => {
    await renew()
    return identity()
  })
  return {
    proof: { is: 'aws', region: aws.region },
    authorize: async request => {
      // Credentials live longer than a sign-in that was ended.
      held()
      return sign(request)
    },
  }
}

/** Who it is, for people who read history. */
const nameOf = (tokens: oauth.TokenEndpointResponse): string => {
  const claims = oauth.getValidatedIdTokenClaims(tokens)
  return typeof claims?.email === 'string' ? claims.email : (claims?.sub ?? '')
}

const expiryOf = ({ expires_in: seconds = 300 }: oauth.TokenEndpointResponse): number => Date.now() + seconds * 1000
