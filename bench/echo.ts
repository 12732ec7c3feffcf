/** What no server on `node:http` can beat: the body comes in whole and goes out again, and once more at each GET. */
import { createServer } from 'node:http'
import { listen } from '../lib/local/http-server.ts'

let body = Buffer.alloc(0)
const server = createServer(async (incoming, outgoing) => {
  const chunks: Uint8Array[] = []
  // Node's streams of bytes yield Buffers; only their types do not say so.
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array)
  if (incoming.method !== 'GET') body = Buffer.concat(chunks)
  outgoing.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': body.length }).end(body)
})
process.stdout.write(`${await listen(server, 0)}\n`)
