import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createFolderConsole } from '../../../lib/adapters/folder/console-files.ts'
import { type ConsoleDeps, serveConsole } from '../../../lib/http/console/serve-console.ts'
import { readResult } from '../../support/http-answer.ts'
import { proxyEvent } from '../../support/proxy-event.ts'

const PAGE = '<!doctype html><title>Waybill</title><meta name="sign-in" content="null">'
const SCRIPT = 'export const x = 1\n'.repeat(100)

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-console-'))
  await writeFile(join(folder, 'index.html'), PAGE)
  await writeFile(join(folder, 'main-Ab3_x-9Z.js'), SCRIPT)
  await writeFile(join(folder, 'main-Ab3_x-9Z.js.gz'), gzipSync(SCRIPT))
  await writeFile(join(folder, '..secret'), 'not yours')
})
afterAll(() => rm(folder, { recursive: true }))

const world = (more: Partial<ConsoleDeps> = {}) =>
  serveConsole({
    files: createFolderConsole(folder),
    log: { info: () => undefined, error: () => undefined },
    clock: () => new Date(0),
    ...more,
  })

const ask = async (path: string, headers: Readonly<Record<string, string>> = {}, handler = world()) => {
  const [, file] = /^\/console\/(.+)$/.exec(path) ?? []
  const event = proxyEvent({
    route: file === undefined ? 'GET /console' : 'GET /console/{file}',
    ...(file !== undefined && { params: { file: decodeURIComponent(file) } }),
    headers,
  })
  const { requestContext, ...rest } = event
  return readResult(await handler({ ...rest, path, requestContext: { ...requestContext, path } }))
}

/** What the page has about signing in, as a browser reads it. */
const signInOf = (page: string): unknown => {
  const [, content = ''] = /<meta name="sign-in" content="([^"]*)">/.exec(page) ?? []
  return JSON.parse(content.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))))
}

describe('the console', () => {
  it('is one page, which no cache holds', async () => {
    const { status, headers, text } = await ask('/console/')

    expect([status, text]).toEqual([200, PAGE])
    expect(headers).toMatchObject({ 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' })
  })

  it('is found without the slash, and under a stage', async () => {
    expect((await ask('/prod/console')).headers).toMatchObject({ Location: '/prod/console/index.html' })
    expect((await ask('/console')).status).toBe(302)
  })

  it('lets files with a hash in their names be cached for ever', async () => {
    const { headers, text } = await ask('/console/main-Ab3_x-9Z.js')

    expect(text).toBe(SCRIPT)
    expect(headers).toMatchObject({
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'public, max-age=31536000, immutable',
    })
  })

  it('compresses for those who can read it', async () => {
    const handler = world()
    const { headers } = await ask('/console/main-Ab3_x-9Z.js', { 'accept-encoding': 'br, gzip' }, handler)
    const event = proxyEvent({
      route: 'GET /console/{file}',
      params: { file: 'main-Ab3_x-9Z.js' },
      headers: { 'accept-encoding': 'gzip' },
    })
    const { body } = await handler(event)

    expect(headers).toMatchObject({ 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' })
    expect(gunzipSync(Buffer.from(body, 'base64')).toString()).toBe(SCRIPT)
  })

  it.each(['/console/', '/console/main-Ab3_x-9Z.js', '/console/index.html', '/prod/console'])(
    'lets no script and no style but its own in: %s',
    async path => {
      const { headers } = await ask(path)
      const policy = String(headers['Content-Security-Policy'])

      expect(policy).toMatch(/^default-src 'none'; script-src 'self';/)
      expect(policy).toContain("style-src 'self';")
      expect(policy).not.toContain('unsafe')
      expect(policy).toContain("connect-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(headers).toMatchObject({
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Resource-Policy': 'same-origin',
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
      })
    },
  )

  it('may ask the provider that people sign in with, and no other origin', async () => {
    const signIn = { issuer: 'https://login.example.com/a', clientId: 'console', scope: 'openid', audience: 'waybill' }
    const handler = world({ signIn: { ...signIn, origins: ['https://tokens.example.com'] } })

    const { headers, text } = await ask('/console/', { 'accept-encoding': 'gzip' }, handler)

    expect(signInOf(text)).toEqual(signIn)
    expect(headers).toMatchObject({ 'Cache-Control': 'no-store' })
    expect(String(headers['Content-Security-Policy'])).toContain(
      "connect-src 'self' https://login.example.com https://tokens.example.com;",
    )
  })

  it.each(['/console/', '/console/index.html'])('puts how people sign in into the page as text: %s', async path => {
    const clientId = '"><script>alert(1)</script>&quot;$&'
    const signIn = { issuer: 'https://login.example.com/', clientId, scope: 'openid', audience: 'waybill', origins: [] }
    const { text } = await ask(path, {}, world({ signIn }))

    expect(signInOf(text)).toMatchObject({ clientId })
    expect(text).not.toContain('<script')
    expect(signInOf((await ask(path)).text)).toBeNull()
  })

  it('does not give out a page that has no place for how people sign in', async () => {
    const signIn = { issuer: 'https://a.example/', clientId: 'c', scope: 'openid', audience: 'w', origins: [] }
    const files = {
      read: async () => ({ bytes: new TextEncoder().encode('<!doctype html>') }),
      isBuilt: async () => true,
    }

    expect((await ask('/console/', {}, world({ files, signIn }))).status).toBe(500)
  })

  it.each([
    'no-such-file.js',
    '..secret',
    '../package.json',
    '.',
    '..',
    'a/../index.html',
    'main-Ab3_x-9Z.js.gz',
    'x'.repeat(5000),
  ])('has no other files: %s', async name => {
    const { status, body } = await ask(`/console/${encodeURIComponent(name)}`)

    expect([status, body.code]).toEqual([404, 'ROUTE_NOT_FOUND'])
  })

  it('shows that it is being built, and is asked again by the browser itself', async () => {
    const files = createFolderConsole(join(folder, 'nothing-here'))
    const { status, headers, text } = await ask('/console/', {}, world({ files }))

    expect([status, headers.Refresh, headers['Retry-After']]).toEqual([503, '2', '2'])
    expect(text).toContain('npm run build')
    // The page's policy allows its script as a file of this origin.
    const [, script = ''] = /<script src="\.\/([\w.-]+)"/.exec(text) ?? []
    const reload = await ask(`/console/${script}`, {}, world({ files }))
    expect([reload.status, reload.headers['Content-Type']]).toEqual([200, 'text/javascript; charset=utf-8'])
    expect(reload.headers['Content-Security-Policy']).toBe(headers['Content-Security-Policy'])
    expect(reload.text).toContain('location.reload()')
  })
})
