import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { quantile } from './median.ts'

/** One thing that a client does; what it answers is looked at by whoever made it. */
export type Call = () => Promise<void>

export interface Load {
  readonly p50: number
  readonly p99: number
  readonly perSecond: number
  /** Of one call, in milliseconds, where the contestant's meter was given. */
  readonly cpuMs: number
}

/** The CPU, in milliseconds, that whoever answers a contestant's calls has taken up to now. */
export type CpuMeter = () => Promise<number>

/** How many calls one contestant makes before it is the next one's turn. */
const TURN = 200

/**
 * So many clients at once, each with one call after the other, until so many calls are made of each contestant. They take
 * turns, so what slows the machine down slows all of them.
 */
export const loads = async <Name extends string>(
  contestants: Readonly<Record<Name, Call>>,
  { clients, requests }: { readonly clients: number; readonly requests: number },
  meters: { readonly [name in Name]?: CpuMeter } = {},
): Promise<Readonly<Record<Name, Load>>> => {
  // The keys of a Record<Name, …> are its names.
  const names = Object.keys(contestants) as Name[]
  const taken = new Map(names.map(name => [name, { latencies: [] as number[], ms: 0, cpuMs: 0 }]))
  for (const name of names) await turn(contestants[name], clients, Math.min(TURN, requests))
  for (let done = 0; done < requests; done += TURN) {
    for (const [name, sum] of taken) {
      const cpu: CpuMeter = meters[name] ?? (async () => 0)
      const before = await cpu()
      const { latencies, ms } = await turn(contestants[name], clients, Math.min(TURN, requests - done))
      sum.cpuMs += (await cpu()) - before
      sum.latencies.push(...latencies)
      sum.ms += ms
    }
  }
  const load = ({ latencies, ms, cpuMs }: { latencies: number[]; ms: number; cpuMs: number }): Load => ({
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    perSecond: (latencies.length / ms) * 1000,
    cpuMs: cpuMs / latencies.length,
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
  readonly headers: IncomingHttpHeaders
}

/** A connection that was left idle, and that the server closes while it is used again. */
class ClosedMeanwhile extends Error {
  override readonly name = 'ClosedMeanwhile'
}

/** A client on `node:http` that keeps its connections open. Where one of them was closed meanwhile, it asks again. */
export const createClient = (origin: string) => {
  const agent = new Agent({ keepAlive: true })
  const ask = async (
    method: string,
    path: string,
    headers: OutgoingHttpHeaders = {},
    body = '',
    tries = 3,
  ): Promise<Answer> => {
    try {
      return await askOnce(method, path, headers, body)
    } catch (error) {
      if (!(error instanceof ClosedMeanwhile) || tries === 1) throw error
      return ask(method, path, headers, body, tries - 1)
    }
  }
  const askOnce = (method: string, path: string, headers: OutgoingHttpHeaders, body: string) =>
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
          incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: text, headers: incoming.headers }))
          incoming.on('error', reject)
        },
      )
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        const isClosed = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
        reject(isClosed ? new ClosedMeanwhile(error.message, { cause: error }) : error)
      })
      outgoing.end(body)
    })
  return { ask, close: () => agent.destroy() }
}

/** How long a request is sent again whose answer asks for that. */
const PATIENCE_MS = 10 * 60_000

/**
 * Asks again, as any client should, where the answer is a problem that asks for it (`retryable`, with `Retry-After`): a busy
 * machine may pass a deadline.
 */
export const askPatiently = async (ask: () => Promise<Answer>): Promise<Answer> => {
  const end = performance.now() + PATIENCE_MS
  let answer = await ask()
  while (answer.status >= 400 && isRetryable(answer) && performance.now() < end) {
    await pause(Number(answer.headers['retry-after'] ?? 1) * 1000)
    answer = await ask()
  }
  return answer
}

const isRetryable = ({ body }: Answer): boolean => {
  // Our own API's problems have this member.
  const { retryable = false } = JSON.parse(body) as { retryable?: boolean }
  return retryable
}
