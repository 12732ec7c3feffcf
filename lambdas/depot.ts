import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import { createDepot } from '../lib/depot/depot.ts'
import type { DepotRequest } from '../lib/depot/depot-deps.ts'
import { countServerError } from '../lib/http/kit/count-server-error.ts'
import { inTime } from './in-time.ts'
import { depotDependencies } from './wiring-depot.ts'

/** The address of the current request, with which links to PDFs begin. Lambda gives a function one request at a time. */
let publicUrl = ''

const { metrics, ...deps } = await depotDependencies()
const depot = createDepot({ ...deps, publicUrl: () => publicUrl })

export const handler = inTime(async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const { path, stage, domainName = '' } = event.requestContext
  // Tools sign the path with the stage's name, but the depot's pages are found without it.
  const basePath = path.startsWith(`/${stage}/`) || path === `/${stage}` ? `/${stage}` : ''
  publicUrl = `https://${domainName}${basePath}`
  const page = path.slice(basePath.length)
  const { status, headers, body } = await depot({
    method: event.httpMethod,
    path: page === '' || page === '/' ? path : page,
    basePath,
    query: queryOf(event),
    headers: Object.fromEntries(
      Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value ?? '']),
    ),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  })
  countServerError(metrics, status)
  return {
    statusCode: status,
    headers: { ...headers },
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
  }
})

/** The parameters, decoded by the gateway. */
const queryOf = ({ multiValueQueryStringParameters }: APIGatewayProxyEvent): DepotRequest['query'] =>
  Object.entries(multiValueQueryStringParameters ?? {}).flatMap(([name, values = []]) =>
    values.map(value => [name, value] as const),
  )
