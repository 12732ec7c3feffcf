import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Exchange } from '../../lib/adapters/service/query-exchange.ts'
import type { createDepot } from '../../lib/depot/depot.ts'
import { ServiceFailure } from '../../lib/jobs/service-failure.ts'
import { listen, stop } from '../depot/depot-fixture.ts'
import { patientExchange } from './patient-exchange.ts'

/** Which call a request is of, for the server to report its silence. No signature covers it. */
const CALL_HEADER = 'x-call'

/** What a line to the service, or the service itself, may do to a request. */
export const SERVICE_FAULTS = [
  'connection dropped before the service acted',
  'connection dropped after the service acted',
  'no answer, and the service never acted',
  'no answer, though the service acted',
  '500 before the service acted',
  '500 after the service acted',
  '503 before the service acted',
  'garbage, and the service never acted',
  'garbage, though the service acted',
  'half an answer, though the service acted',
] as const

export type ServiceFault = (typeof SERVICE_FAULTS)[number]

/** A fault for the next requests, whatever they ask, or nothing for one that shall pass. */
export type FaultPlan = (action: string) => ServiceFault | undefined

/** The depot behind a real HTTP server that does to each request what the plan says. */
export const serveFaultyDepot = async (depot: ReturnType<typeof createDepot>) => {
  let plan: FaultPlan = () => undefined
  const silences = new Map<string, () => void>()
  let gate: ((action: string, when: 'before' | 'after') => Promise<void>) | undefined

  const server = createServer(async (incoming, outgoing) => {
    const body = await read(incoming)
    const action = new URLSearchParams(body.toString()).get('Action') ?? ''
    const fault = plan(action)
    await gate?.(action, 'before')
    const acts = !fault || /though|after/.test(fault)
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, [value].flat().join(',')]),
    )
    const answer = acts ? await depot({ method: 'POST', path: '/', query: '', headers, body }) : undefined
    await gate?.(action, 'after')
    if (!fault && answer) outgoing.writeHead(answer.status, answer.headers).end(answer.body)
    else if (fault?.startsWith('no answer')) silences.get(headers[CALL_HEADER] ?? '')?.()
    else spoil(fault, outgoing, answer?.headers ?? {}, String(answer?.body ?? ''))
  })
  const url = await listen(server)
  return {
    url,
    stop: () => stop(server),
    /** As over HTTP, but a call that gets no answer is over at once, and every other call has all the time that it needs. */
    exchange: (async (endpoint, { headers, body }, _timeoutMs) => {
      const call = randomUUID()
      const { promise: over, reject } = Promise.withResolvers<never>()
      silences.set(call, () => reject(new ServiceFailure('timeout', 'The service did not answer (in time).')))
      const post = { headers: { ...headers, [CALL_HEADER]: call }, body }
      return Promise.race([patientExchange(endpoint, post, 0), over]).finally(() => silences.delete(call))
    }) satisfies Exchange,
    setPlan: (next: FaultPlan) => {
      plan = next
    },
    /** Holds requests up until the promise that it gives is kept. */
    setGate: (next: typeof gate) => {
      gate = next
    },
  }
}

const read = async (incoming: IncomingMessage) => {
  const chunks: Uint8Array[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const spoil = (
  fault: ServiceFault | undefined,
  outgoing: ServerResponse,
  headers: Readonly<Record<string, string>>,
  body: string,
) => {
  if (fault?.startsWith('connection dropped')) outgoing.destroy()
  else if (fault?.startsWith('500')) outgoing.writeHead(500, { 'Content-Type': 'text/html' }).end('<h1>Oops</h1>')
  else if (fault?.startsWith('503')) outgoing.writeHead(503).end()
  else if (fault?.startsWith('garbage')) outgoing.writeHead(200, headers).end('\u0000<<<')
  else if (fault?.startsWith('half')) {
    outgoing.writeHead(200, { ...headers, 'Content-Length': Buffer.byteLength(body) })
    outgoing.write(body.slice(0, body.length / 2), () => outgoing.destroy())
  }
}
