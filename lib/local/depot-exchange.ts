import type { Exchange } from '../adapters/service/query-exchange.ts'
import type { DepotAnswer, DepotRequest } from '../depot/depot-deps.ts'
import { ServiceFailure } from '../jobs/service-failure.ts'

/**
 * Asks the depot of this very process: the same signed request, and the same answer in XML, without the connection that each
 * exchange with another machine needs.
 */
export const createDepotExchange =
  (depot: (request: DepotRequest) => Promise<DepotAnswer>): Exchange =>
  async ({ pathname: path }, { headers, body }, timeoutMs) => {
    const request = { method: 'POST', path, query: '', headers, body: Buffer.from(body) }
    const answer = await inTime(depot(request), timeoutMs)
    return {
      status: answer.status,
      headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value])),
      body: typeof answer.body === 'string' ? answer.body : new TextDecoder().decode(answer.body),
    }
  }

const inTime = async <T>(answer: Promise<T>, timeoutMs: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ServiceFailure('timeout', 'The service did not answer (in time).')), timeoutMs)
  })
  try {
    return await Promise.race([answer, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
