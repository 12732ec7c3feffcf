import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import aws4 from 'aws4'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { createFolderConsole } from '../../lib/adapters/folder/console-files.ts'
import { serveConsole } from '../../lib/http/console/serve-console.ts'
import { close, listen } from '../../lib/local/http-server.ts'
import { proxyEvent } from '../support/proxy-event.ts'
import { startConsole } from './console-world.ts'
import { startProvider } from './oidc-world.ts'

const REGION = 'eu-central-1'
export const ROLES = ['arn:aws:iam::123456789012:role/operators', 'arn:aws:iam::123456789012:role/lab']

const CREDENTIALS = {
  accessKeyId: 'ASIALABLABLABLABLAB1',
  secretAccessKey: 'a-secret-of-the-role-in-these-tests-alone',
  sessionToken: 'a-session-token-of-the-role',
}

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** What STS was asked for, and what it answers: the second role to whoever has a token of the provider for the console. */
const startSts = async (issuer: string, isAllowed: () => boolean) => {
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`))
  const asked: { readonly role: string; readonly session: string }[] = []
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams((await bodyOf(request)).toString())
    const role = form.get('RoleArn') ?? ''
    asked.push({ role, session: form.get('RoleSessionName') ?? '' })
    const isKnown = await jwtVerify(form.get('WebIdentityToken') ?? '', keys, { issuer, audience: 'console' }).then(
      () => true,
      () => false,
    )
    const isGiven = isKnown && isAllowed() && role === ROLES[1]
    response.writeHead(isGiven ? 200 : 403, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/xml' })
    const { accessKeyId, secretAccessKey, sessionToken } = CREDENTIALS
    const expiration = new Date(Date.now() + 3_600_000).toISOString()
    response.end(
      isGiven
        ? `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey><SessionToken>${sessionToken}</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`
        : '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>Not authorized to perform sts:AssumeRoleWithWebIdentity</Message></Error></ErrorResponse>',
    )
  })
  const url = await listen(server, 0)
  return { url, asked, stop: () => close(server) }
}

/** Whether a request is signed with the role's credentials, as another implementation of version 4 signs it. */
const isSigned = (request: IncomingMessage, body: Buffer): boolean => {
  const { authorization = '' } = request.headers
  const [, names = ''] = /SignedHeaders=([^,]+)/.exec(authorization) ?? []
  const headers = Object.fromEntries(names.split(';').map(name => [name, String(request.headers[name])]))
  const { method = 'GET', url: path = '/' } = request
  const signer = new aws4.RequestSigner(
    { service: 'execute-api', region: REGION, method, path, headers, body, doNotModifyHeaders: true },
    CREDENTIALS,
  )
  signer.datetime = headers['x-amz-date'] ?? ''
  return names.includes('x-amz-security-token') && signer.sign().headers?.Authorization === authorization
}

/** A stage whose callers sign with IAM: the console's own function, and a gateway before `npm start` that looks at signatures. */
export const startIamConsole = async () => {
  const provider = await startProvider({ tokenSeconds: 3600, claimsOf: () => ({}) })
  let allowed = true
  const sts = await startSts(provider.issuer, () => allowed)
  const world = await startConsole()
  const page = serveConsole({
    files: createFolderConsole('console/dist'),
    signIn: {
      issuer: provider.issuer,
      audience: 'console',
      clientId: 'console',
      scope: 'openid offline_access',
      origins: [],
      aws: { roles: ROLES, stsUrl: sts.url, region: REGION },
    },
    clock: () => new Date(),
    log: { info: () => undefined, error: () => undefined },
  })
  const requests: { readonly path: string; readonly isSigned: boolean }[] = []

  const servePage = async (path: string, response: ServerResponse) => {
    const [, file = ''] = /^\/console\/(.+)$/.exec(path) ?? []
    const event = proxyEvent({
      route: file === '' ? 'GET /console' : 'GET /console/{file}',
      ...(file !== '' && { params: { file } }),
    })
    const answer = await page({ ...event, path, requestContext: { ...event.requestContext, path } })
    const encoding = answer.isBase64Encoded ? 'base64' : 'utf8'
    response.writeHead(answer.statusCode, answer.headers as Record<string, string>)
    response.end(Buffer.from(answer.body, encoding))
  }
  const serveApi = async (path: string, request: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(request)
    const isGood = isSigned(request, body)
    requests.push({ path, isSigned: isGood })
    const { 'content-type': type, 'idempotency-key': key } = request.headers
    const answer = await fetch(`${world.url}${path}`, {
      method: isGood ? (request.method ?? 'GET') : 'OPTIONS',
      headers: {
        ...(type !== undefined && { 'Content-Type': type }),
        ...(key !== undefined && { 'Idempotency-Key': String(key) }),
      },
      ...(body.length > 0 && isGood && { body }),
    })
    response.writeHead(isGood ? answer.status : 403, {
      'Content-Type': answer.headers.get('Content-Type') ?? 'text/plain',
    })
    response.end(await answer.bytes())
  }
  const gateway = createServer((request, response) => {
    const { url = '/' } = request
    const { pathname } = new URL(url, 'http://gateway')
    void (pathname.startsWith('/console') ? servePage(pathname, response) : serveApi(url, request, response))
  })
  const gatewayUrl = await listen(gateway, 0)
  provider.open(`${gatewayUrl}/console/`)
  return {
    world,
    url: gatewayUrl,
    sts,
    requests,
    /** From now on STS gives no role to anybody. */
    refuse: () => {
      allowed = false
    },
    stop: async () => {
      await close(gateway)
      await sts.stop()
      await provider.stop()
      await world.stop()
    },
  }
}
