import { type Ask, pathOf } from '../../smoke/ask.ts'
import type { AuthorizeRequest } from './authorize-request.ts'

/** Sends requests to a running Waybill over HTTP, like any caller. Redirects are not followed. */
export const askOverHttp =
  (
    address: URL,
    { authorize, timeoutMs, stopped }: { authorize: AuthorizeRequest; timeoutMs: number; stopped?: AbortSignal },
  ): Ask =>
  async request => {
    const url = new URL(address.pathname.replace(/\/$/, '') + pathOf(request), address)
    for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.append(name, value)
    const { method, body = '' } = request
    const headers = { ...request.headers, host: url.host }
    const { host: _host, ...sent } = authorize({ method, url, headers, body })
    const timeout = AbortSignal.timeout(timeoutMs)
    const answer = await fetch(url, {
      method,
      headers: sent,
      redirect: 'manual',
      signal: stopped ? AbortSignal.any([stopped, timeout]) : timeout,
      ...(request.body !== undefined && { body: request.body }),
    })
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: new Uint8Array(await answer.arrayBuffer()),
    }
  }
