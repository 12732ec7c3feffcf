import { randomUUID } from 'node:crypto'
import { type RunningServer, serve } from '../../lib/local/http-server.ts'
import type { proxyEvent } from './proxy-event.ts'

type Event = ReturnType<typeof proxyEvent>
interface Result {
  readonly statusCode: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
  readonly isBase64Encoded?: boolean
}

const STAGE = 'prod'

/**
 * An API Gateway REST API in front of one function: a stage's name before every path, `ANY /` and `ANY /{proxy+}`, every
 * body binary. As API Gateway does, it decodes the query and answers with a `Date` of its own, the function's going to
 * `x-amzn-Remapped-Date` (its developer guide, "Important notes").
 */
export const serveRestGateway = (answer: (event: Event) => Promise<Result>): Promise<RunningServer> =>
  serve(
    async ({ method, target, headers, body }) => {
      const { pathname: path, searchParams } = new URL(target, 'http://gateway')
      const own = path.replace(`/${STAGE}`, '') || '/'
      const single = Object.entries(headers).map(([name, value]) => [name, [value].flat().at(-1) ?? ''] as const)
      const names = [...new Set(searchParams.keys())]
      const event = {
        resource: own === '/' ? '/' : '/{proxy+}',
        path: own,
        httpMethod: method,
        headers: Object.fromEntries(single),
        multiValueHeaders: Object.fromEntries(single.map(([name, value]) => [name, [value]])),
        queryStringParameters: Object.fromEntries(searchParams),
        multiValueQueryStringParameters: Object.fromEntries(names.map(name => [name, searchParams.getAll(name)])),
        pathParameters: own === '/' ? null : { proxy: own.slice(1) },
        stageVariables: null,
        body: body?.length ? Buffer.from(body).toString('base64') : null,
        isBase64Encoded: Boolean(body?.length),
        requestContext: {
          requestId: randomUUID(),
          path,
          stage: STAGE,
          httpMethod: method,
          domainName: headers.host,
          authorizer: null,
        },
      }
      // The rest of what API Gateway sends is not read by any function.
      const result = await answer(event as unknown as Event)
      const { Date: remapped, ...others } = result.headers ?? {}
      return {
        status: result.statusCode,
        headers: {
          ...others,
          Date: new Date().toUTCString(),
          ...(remapped !== undefined && { 'x-amzn-Remapped-Date': remapped }),
        },
        body: Buffer.from(result.body, result.isBase64Encoded ? 'base64' : 'utf8'),
      }
    },
    { port: 0, maxBodyBytes: 10 * 1024 * 1024 },
  )
