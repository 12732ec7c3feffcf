import { createServer, type Server } from 'node:http'
import type Provider from 'oidc-provider'
import { close, listen } from '../../lib/local/http-server.ts'
import { createProvider } from './oidc-provider.ts'

export const AUDIENCE = 'https://waybill.example/'
export const CLIENT = 'command-line'

/**
 * An OpenID Connect provider of others' making, whose tokens name a team, with the device authorization grant (RFC 8628). Its
 * refresh tokens are good for one use; a second one ends the sign-in.
 */
export const startDeviceProvider = async ({ accessTokenSeconds = 600 } = {}) => {
  const grants: string[] = []
  let answer: ((...args: Parameters<ReturnType<Provider['callback']>>) => void) | undefined
  const server: Server = createServer((request, response) => answer?.(request, response))
  const issuer = await listen(server, 0)
  const provider = createProvider(issuer, {
    clients: [
      {
        client_id: CLIENT,
        token_endpoint_auth_method: 'none',
        redirect_uris: [],
        grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
        response_types: [],
      },
    ],
    cookies: { keys: ['of this test'] },
    extraTokenClaims: () => ({ team: 'lab' }),
    rotateRefreshToken: true,
    features: {
      devInteractions: { enabled: true },
      deviceFlow: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience: AUDIENCE,
          accessTokenFormat: 'jwt',
          accessTokenTTL: accessTokenSeconds,
        }),
      },
    },
  })
  // Asked more often than the five seconds of the RFC.
  provider.use(async (context, next) => {
    await next()
    if (context.path === '/device/auth' && context.status === 200)
      Object.assign(context.body as object, { interval: 1 })
  })
  provider.on('grant.success', ({ oidc }) => grants.push(String(oidc.params?.grant_type).split(':').at(-1) ?? ''))
  provider.on('grant.revoked', () => grants.push('revoked'))
  answer = provider.callback()
  return { issuer, grants, stop: () => close(server) }
}

export type DeviceProvider = Awaited<ReturnType<typeof startDeviceProvider>>

/** A person with a browser: opens an address, and fills in and sends each form that comes. */
export const agreeAt = async (address: string, { abort = false } = {}): Promise<string> => {
  const cookies = new Map<string, string>()
  const visit = async (url: string, form?: URLSearchParams): Promise<{ url: string; page: string }> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form && { method: 'POST', body: form }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = answer.headers.get('location')
    return location === null ? { url, page: await answer.text() } : visit(new URL(location, url).href)
  }
  let { url, page } = await visit(address)
  for (let form = formIn(page, url); form; form = formIn(page, url)) {
    if (abort) form.fields.set('abort', 'yes')
    ;({ url, page } = await visit(form.action, form.fields))
    if (abort) break
  }
  return page
}

const formIn = (page: string, url: string) => {
  const [, action, inside] = /<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/.exec(page) ?? []
  if (action === undefined || inside === undefined) return undefined
  const fields = new URLSearchParams()
  for (const [input] of inside.matchAll(/<input[^>]*>/g)) {
    const [, name = ''] = /name="([^"]*)"/.exec(input) ?? []
    const [, value] = /value="([^"]*)"/.exec(input) ?? []
    if (name !== '') fields.set(name, value ?? 'ann')
  }
  return { action: new URL(action.replaceAll('&amp;', '&'), url).href, fields }
}
