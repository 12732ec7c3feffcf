import { Agent, type OutgoingHttpHeaders, request } from 'node:http'
import { quantile } from './median.ts'

/** One thing that a client does; what it answers is looked at by whoever made it. */
export type Call = () => Promise<void>

export interface Load {
  readonly p50: number
  readonly p99: number
  readonly perSecond: number
}

/** How many calls one contestant makes before it is the next one's turn. */
const TURN = 200

/**
 * So many clients at once, each with one call after the other, until so many calls are made of each contestant. They take
 * turns, so what slows the machine down slows all of them.
 */
export const loads = async <Name extends string>(
  contestants: Readonly<Record<Name, Call>>,
  { clients, requests }: { readonly clients: number; readonly requests: number },
): Promise<Readonly<Record<Name, Load>>> => {
  // The keys of a Record<Name, …> are its names.
  const names = Object.keys(contestants) as Name[]
  const taken = new Map(names.map(name => [name, { latencies: [] as number[], ms: 0 }]))
  for (const name of names) await turn(contestants[name], clients, Math.min(TURN, requests))
  for (let done = 0; done < requests; done += TURN) {
    for (const [name, sum] of taken) {
      const { latencies, ms } = await turn(contestants[name], clients, Math.min(TURN, requests - done))
      sum.latencies.push(...latencies)
      sum.ms += ms
    }
  }
  const load = ({ latencies, ms }: { latencies: number[]; ms: number }): Load => ({
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    perSecond: (latencies.length / ms) * 1000,
  })
  return Object.fromEntries([...taken].map(([name, sum]) => [name, load(sum)])) as Record<Name, Load>
}

const turn = async (call: Call, clients: number, requests: number) => {
  const latencies: number[] = []
  let left = requests
  const start = performance.now()
  const client = async () => {
    while (left-- > 0) {
      const sent = performance.now()
      await call()
      latencies.push(performance.now() - sent)
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  return { latencies, ms: performance.now() - start }
}

export interface Answer {
  readonly status: number
  readonly body: string
}

/** A client on `node:http` that keeps its connections open. */
export const createClient = (origin: string) => {
  const agent = new Agent({ keepAlive: true })
  const ask = (method: string, path: string, headers: OutgoingHttpHeaders = {}, body = '') =>
    new Promise<Answer>((resolve, reject) => {
      const length = { 'Content-Length': Buffer.byteLength(body) }
      const outgoing = request(
        new URL(path, origin),
        { method, agent, headers: { ...headers, ...length } },
        incoming => {
          let text = ''
          incoming.setEncoding('utf8')
          incoming.on('data', chunk => {
            text += chunk
          })
          incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: text }))
          incoming.on('error', reject)
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  return { ask, close: () => agent.destroy() }
}
