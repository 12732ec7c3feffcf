import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { close, listen } from '../../lib/local/http-server.ts'
import {
  createEndpoint,
  type EndpointDeps,
  type EndpointOperations,
  type Signer,
} from '../../lib/query-api/endpoint.ts'
import { KEY } from './submission-world.ts'

/** An Import/Export service that does what a test says, behind HTTP; it knows the example key alone. */
export const serveQueryApi = async (operations: EndpointOperations<EndpointDeps, Signer>) => {
  const deps: EndpointDeps = {
    keys: { find: async id => (id === KEY.accessKeyId ? KEY : undefined) },
    clock: () => new Date(),
    newId: randomUUID,
    log: { error: message => process.stderr.write(`${message}\n`) },
  }
  const endpoint = createEndpoint(deps, operations)
  const files = new Map<string, Uint8Array>()
  const server = createServer(async (incoming, outgoing) => {
    const file = files.get(incoming.url ?? '')
    if (file) return void outgoing.writeHead(200).end(file)
    const chunks: Uint8Array[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s)
    const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
    const request = { method: incoming.method ?? '', path, query, headers, body: Buffer.concat(chunks) }
    const { status, headers: answered, body } = await endpoint(request)
    return void outgoing.writeHead(status, answered).end(body)
  })
  return {
    url: await listen(server, 0),
    /** What it gives out at other paths. */
    files,
    stop: async () => {
      server.closeAllConnections()
      await close(server)
    },
  }
}
