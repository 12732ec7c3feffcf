import { PAGES_MAY_SEND } from '../http/kit/cross-origin.ts'
import { ROUTES } from '../http/routes.ts'
import type { IncomingRequest } from './http-server.ts'
import type { RawAnswer } from './raw-answer.ts'

/** A browser's question whether a page of a listed origin may call, answered as API Gateway does; `undefined`: the request is not such a question. */
export const preflightAnswer = (
  { method, headers }: IncomingRequest,
  origins: readonly string[],
): RawAnswer | undefined => {
  const { origin = '', 'access-control-request-method': asked } = headers
  if (method !== 'OPTIONS' || asked === undefined || !origins.includes(origin)) return undefined
  return {
    status: 204,
    headers: {
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Methods': [...new Set(ROUTES.map(route => route.method))].join(', '),
      'Access-Control-Allow-Headers': PAGES_MAY_SEND.join(', '),
      Vary: 'Origin',
    },
    body: '',
  }
}
