import type { ConsoleConfig } from '../../settings/console-config.ts'
import type { HttpAnswer, HttpRequest } from '../kit/exchange.ts'
import { createHandler, type HandlerDeps } from '../kit/handler.ts'
import { RequestError } from '../kit/request-error.ts'
import type { ConsoleFile, ConsoleFiles } from './console-files.ts'
import { securityHeaders } from './security-headers.ts'

export interface ConsoleDeps extends HandlerDeps {
  readonly files: ConsoleFiles
  /** OIDC's code flow with PKCE, for a public client. Default: no sign-in, as on one machine */
  readonly signIn?: ConsoleConfig | undefined
}

const PAGE = 'index.html'

/** A name with a hash of the content before the extension, so its content never changes. */
const HASHED = /-[\w-]{8}\.\w+$/

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  woff: 'font/woff',
  woff2: 'font/woff2',
}

/** The function that serves the console. It only reads files: the page does everything else through `/v1`. */
export const serveConsole = (deps: ConsoleDeps) => {
  const headers = securityHeaders(deps.signIn ? signInOrigins(deps.signIn) : [])
  return createHandler<'console'>(
    {
      // API Gateway treats `/console/` as `/console`, but the page's relative links need the slash.
      'GET /console': async request =>
        request.path.endsWith('/')
          ? fileAnswer(deps, headers, request, PAGE)
          : { status: 302, headers: { ...headers, Location: `${request.path}/${PAGE}` }, body: new Uint8Array() },
      'GET /console/{file}': request => fileAnswer(deps, headers, request, request.params.file ?? ''),
    },
    deps,
  )
}

/** The origins with which the page exchanges tokens: the provider, and STS if it gives credentials for them. */
const signInOrigins = ({ issuer, origins, aws }: ConsoleConfig): readonly string[] => [
  ...new Set([new URL(issuer).origin, ...origins, ...(aws ? [new URL(aws.stsUrl).origin] : [])]),
]

const fileAnswer = async (
  { files, signIn }: ConsoleDeps,
  headers: Readonly<Record<string, string>>,
  { headers: asked, path }: HttpRequest,
  name: string,
): Promise<HttpAnswer> => {
  if (name === RELOAD) return reloadAnswer(headers)
  const built = await files.read(name)
  const file = built && name === PAGE && signIn ? withSignIn(built, signIn) : built
  if (!file) {
    if (name === PAGE && !(await files.isBuilt())) return notBuilt(headers)
    throw new RequestError('ROUTE_NOT_FOUND', `The path ${path} does not exist; the console is at /console/.`)
  }
  const takesGzip = /\bgzip\b/.test(asked['accept-encoding'] ?? '')
  const compressed = takesGzip ? file.gzipped : undefined
  return {
    status: 200,
    headers: {
      ...headers,
      'Cache-Control': HASHED.test(name) ? 'public, max-age=31536000, immutable' : 'no-store',
      ...(file.gzipped && { Vary: 'Accept-Encoding' }),
      ...(compressed && { 'Content-Encoding': 'gzip' }),
    },
    body: compressed ?? file.bytes,
    contentType: MEDIA_TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
  }
}

/** The built page has no sign-in. */
const NO_SIGN_IN = '<meta name="sign-in" content="null">'

/** The page with the settings for signing in, which saves a round trip. */
const withSignIn = ({ bytes }: ConsoleFile, { origins: _, ...signIn }: ConsoleConfig): ConsoleFile => {
  const page = new TextDecoder().decode(bytes)
  if (!page.includes(NO_SIGN_IN)) throw new Error(`The console was built without ${NO_SIGN_IN}.`)
  const content = JSON.stringify(signIn).replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)
  return {
    bytes: new TextEncoder().encode(page.replace(NO_SIGN_IN, () => `<meta name="sign-in" content="${content}">`)),
  }
}

/** No build gives such a name. */
const RELOAD = 'reload-soon.js'

/** A browser takes `Refresh` of an address with a fragment, as every place of the console has one, for a jump within the page. */
const reloadAnswer = (headers: Readonly<Record<string, string>>): HttpAnswer => ({
  status: 200,
  headers: { ...headers, 'Cache-Control': 'no-store' },
  body: new TextEncoder().encode('setTimeout(() => location.reload(), 2000)\n'),
  contentType: 'text/javascript; charset=utf-8',
})

/** `npm start` builds the page while the API already answers. For these seconds, the browser repeats its request. */
const notBuilt = (headers: Readonly<Record<string, string>>): HttpAnswer => ({
  status: 503,
  headers: { ...headers, Refresh: '2', 'Retry-After': '2' },
  body: new TextEncoder().encode(
    '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Waybill</title><script src="./reload-soon.js"></script><p>The console is being built. This page loads it in a few seconds. If it does not, run <code>npm run build</code>.</p></html>\n',
  ),
  contentType: 'text/html; charset=utf-8',
})
