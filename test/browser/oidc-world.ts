import { createServer, type Server } from 'node:http'
import type Provider from 'oidc-provider'
import type { Page } from 'playwright-core'
import { close, listen } from '../../lib/local/http-server.ts'
import { createProvider } from '../support/oidc-provider.ts'
import { type ConsoleWorld, startConsole } from './console-world.ts'

export const AUDIENCE = 'https://waybill.example/'

/** The example key of AWS's documentation is not taken where people sign in. */
const LAB_KEY = { accessKeyId: 'AKIALABLABLABLABLAB1', secretAccessKey: 'a-secret-of-the-lab-in-these-tests-alone' }

interface ProviderOptions {
  /** For how long an access token is good. */
  readonly tokenSeconds: number
  /** What tokens say of whoever signed in by a name. */
  readonly claimsOf: (name: string) => Readonly<Record<string, unknown>>
}

type Answer = ReturnType<Provider['callback']>

/**
 * An OpenID Connect provider of others' making, with a sign-in form, whose tokens name teams. It answers once it knows the page
 * that people come from (`open`); the page itself must know the provider before it has an address.
 */
export const startProvider = async ({ tokenSeconds, claimsOf }: ProviderOptions) => {
  const grants: string[] = []
  const granted = new Set<string>()
  const { promise: opened, resolve } = Promise.withResolvers<{ Grant: Provider['Grant']; answer: Answer }>()
  const server: Server = createServer(async (request, response) => (await opened).answer(request, response))
  // By another name than the console's: for a browser the provider is another site, as it is outside of tests.
  const issuer = (await listen(server, 0)).replace('127.0.0.1', 'localhost')
  const open = (redirectUri: string) => {
    const provider = createProvider(issuer, {
      clients: [
        {
          client_id: 'console',
          token_endpoint_auth_method: 'none',
          application_type: 'native',
          redirect_uris: [redirectUri],
          post_logout_redirect_uris: [redirectUri],
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
        },
      ],
      clientBasedCORS: () => true,
      cookies: { keys: ['of this test'] },
      extraTokenClaims: (_context, token) => ({ ...claimsOf(('accountId' in token && token.accountId) || '') }),
      features: {
        devInteractions: { enabled: true },
        resourceIndicators: {
          enabled: true,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            scope: '',
            audience: AUDIENCE,
            accessTokenFormat: 'jwt',
            accessTokenTTL: tokenSeconds,
          }),
        },
      },
    })
    provider.on('grant.success', ({ oidc }) => {
      grants.push(String(oidc.params?.grant_type))
      if (oidc.entities.Grant) granted.add(oidc.entities.Grant.jti)
    })
    resolve({ Grant: provider.Grant, answer: provider.callback() })
  }
  return {
    issuer,
    /** The kinds of grant that were answered, in their order. */
    grants,
    /** Takes back everything that was granted so far, as an administrator of the provider can. */
    revokeGrants: async () => {
      const { Grant } = await opened
      for (const id of granted) await (await Grant.find(id))?.destroy()
    },
    open,
    stop: () => close(server),
  }
}

/** A console that people sign in to, with one team, `lab`, and the provider beside it. */
export const startSignedConsole = async (
  options: ProviderOptions,
  environment: Readonly<Record<string, string>> = {},
) => {
  const provider = await startProvider(options)
  const world: ConsoleWorld = await startConsole(
    {
      WAYBILL_AUTH: 'jwt',
      WAYBILL_JWT_ISSUER: provider.issuer,
      WAYBILL_JWT_AUDIENCE: AUDIENCE,
      WAYBILL_JWKS_URL: `${provider.issuer}/jwks`,
      WAYBILL_CONSOLE_CLIENT_ID: 'console',
      ...environment,
    },
    { 'keys.json': JSON.stringify({ teams: { lab: [LAB_KEY] } }) },
  )
  provider.open(`${world.url}/console/`)
  return {
    world,
    provider,
    stop: async () => {
      await world.stop()
      await provider.stop()
    },
  }
}

/** Fills in the provider's own form. */
export const signIn = async (page: Page, name: string): Promise<void> => {
  await page.getByPlaceholder('Enter any login').fill(name)
  await page.getByPlaceholder('and password').fill('anything')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}
