import { createServer } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { close, listen } from '../../lib/local/http-server.ts'

export const ISSUER = 'https://login.example/'
export const AUDIENCE = 'waybill'

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>

/** An OpenID Connect provider, as far as its tokens and the keys that it publishes go. Tokens are made by jose. */
export const startIdentityProvider = async (algorithm = 'RS256') => {
  const keys = new Map<string, KeyPair>([['key-1', await generateKeyPair(algorithm)]])
  let fetches = 0
  let fault: { status: number; body: string } | undefined
  const server = createServer(async (_request, response) => {
    fetches += 1
    if (fault?.status === 0) return undefined
    if (fault) return response.writeHead(fault.status).end(fault.body)
    const published = [...keys].map(async ([kid, { publicKey }]) => ({
      ...(await exportJWK(publicKey)),
      kid,
      use: 'sig',
    }))
    return response.writeHead(200).end(JSON.stringify({ keys: await Promise.all(published) }))
  })
  const url = await listen(server, 0)
  const key = (kid: string) => {
    const pair = keys.get(kid)
    if (!pair) throw new Error(`there is no ${kid}`)
    return pair
  }
  const provider = {
    jwksUrl: new URL(`${url}/keys`),
    fetches: () => fetches,
    /** From now on the keys are answered so; status 0: not at all. */
    failWith: (status: number, body = '') => {
      fault = { status, body }
    },
    mend: () => {
      fault = undefined
    },
    addKey: async (kid: string) => void keys.set(kid, await generateKeyPair(algorithm)),
    withdrawKey: (kid: string) => void keys.delete(kid),
    publicKey: (kid: string) => key(kid).publicKey,
    /** A token that passes, but for what is overridden; a claim of `undefined` is left out. */
    token: (claims: Readonly<Record<string, unknown>> = {}, { kid = 'key-1', signedBy = key(kid).privateKey } = {}) => {
      const payload = {
        iss: ISSUER,
        aud: AUDIENCE,
        sub: 'ann@example.com',
        team: 'lab',
        exp: inSeconds(600),
        ...claims,
      }
      return new SignJWT(payload).setProtectedHeader({ alg: algorithm, kid }).sign(signedBy)
    },
    stop: () => {
      server.closeAllConnections()
      return close(server)
    },
  }
  return provider
}

export type IdentityProvider = Awaited<ReturnType<typeof startIdentityProvider>>

/** Seconds since 1970, counted from now on: the verifier reads the machine's own clock. */
export const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds
