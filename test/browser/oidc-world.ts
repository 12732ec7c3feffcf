import { createServer, type Server } from 'node:http'
import Provider from 'oidc-provider'
import { close, listen } from '../../lib/local/http-server.ts'

export const AUDIENCE = 'https://waybill.example/'

/** Shorter than what the page wants to have left, so that each request renews. */
const ACCESS_TOKEN_SECONDS = 20

/** An OpenID Connect provider of others' making, with a sign-in form, whose tokens name a team. */
export const startProvider = async (redirectUri: string) => {
  const grants: string[] = []
  let answer: ((...args: Parameters<ReturnType<Provider['callback']>>) => void) | undefined
  const server: Server = createServer((request, response) => answer?.(request, response))
  const issuer = await listen(server, 0)
  const provider = new Provider(issuer, {
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
    extraTokenClaims: () => ({ team: 'lab' }),
    features: {
      devInteractions: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience: AUDIENCE,
          accessTokenFormat: 'jwt',
          accessTokenTTL: ACCESS_TOKEN_SECONDS,
        }),
      },
    },
  })
  provider.on('grant.success', ({ oidc }) => grants.push(String(oidc.params?.grant_type)))
  answer = provider.callback()
  return { issuer, grants, stop: () => close(server) }
}
