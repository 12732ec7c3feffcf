import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { ANY_BUCKET } from '../../lib/depot/any-bucket.ts'
import { createDepot } from '../../lib/depot/depot.ts'
import type { DepotDeps } from '../../lib/depot/depot-deps.ts'
import { listen as listenAt } from '../../lib/local/http-server.ts'
import type { Log } from '../../lib/system.ts'
import type { Credentials } from '../../lib/teams/keys.ts'
import { createMemoryBucketFiles } from './memory-bucket-files.ts'
import { createMemoryDepotJobs } from './memory-depot-jobs.ts'

/** The documentation's example pairs. */
export const KEY: Credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
export const OTHER_KEY: Credentials = {
  accessKeyId: 'AKIAI44QH8DHBEXAMPLE',
  secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY',
}
export const SESSION_KEY: Credentials = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY',
  sessionToken: 'AQoDYXdzEPT//////////wEXAMPLE==',
}

/** What the staff shows. */
export const STAFF_SECRET = 'only the staff has this'

/** A clock that stands still until a test turns it. Starts at the machine's own time: real clients look at theirs. */
export const createTestClock = (start = new Date()) => {
  let now = start.getTime()
  return {
    now: () => new Date(now),
    advance: (ms: number) => {
      now += ms
    },
  }
}

export const collectLog = () => {
  const lines: unknown[] = []
  const write = (message: string, fields?: object) => lines.push({ message, ...fields })
  const log: Log = { info: write, error: write }
  return { log, lines }
}

export const depotDeps = (changes: Partial<DepotDeps> = {}): DepotDeps => {
  const clock = changes.clock ?? (() => new Date())
  return {
    jobs: createMemoryDepotJobs(clock),
    keys: {
      find: async accessKeyId => {
        const key = [KEY, OTHER_KEY, SESSION_KEY].find(known => known.accessKeyId === accessKeyId)
        return key && { ...key, team: 'local' }
      },
    },
    buckets: ANY_BUCKET,
    files: createMemoryBucketFiles().files,
    publicUrl: () => 'https://depot.example',
    staffSecret: STAFF_SECRET,
    dailyJobs: Number.POSITIVE_INFINITY,
    clock,
    randomBytes,
    newId: randomUUID,
    log: collectLog().log,
    era: 'lenient',
    signingSecret: new TextEncoder().encode('the depot alone has this'),
    shippingAddress: ['AWS Import/Export C/O AnyCompany', '123 Any Street', 'Anytown, VA 22153'],
    ...changes,
  }
}

/** A depot behind a real HTTP server on a free port. */
export const serveDepot = async (deps: DepotDeps) => {
  const depot = createDepot(deps)
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Uint8Array[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s)
    const headers = Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
    )
    const method = incoming.method ?? 'GET'
    const answer = await depot({ method, path, query, headers, body: Buffer.concat(chunks) })
    outgoing.writeHead(answer.status, answer.headers).end(answer.body)
  })
  return { url: await listen(server), stop: () => stop(server) }
}

export const listen = (server: Server): Promise<string> => listenAt(server, 0)

export const stop = (server: Server): Promise<void> =>
  new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
