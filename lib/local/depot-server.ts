import { createDocumentClient, type createDynamoClient, ensureTable } from '../adapters/dynamo-client.ts'
import { createDynamoDepotJobs, depotTableDefinition } from '../adapters/dynamo-depot-jobs.ts'
import { createJsonFileBuckets } from '../adapters/json-file-buckets.ts'
import { newId, randomBytes } from '../adapters/system.ts'
import type { LocalConfig } from '../config.ts'
import { ANY_BUCKET } from '../depot/any-bucket.ts'
import { createDepot } from '../depot/depot.ts'
import type { Clock, Keys, Log } from '../ports.ts'
import { type RunningServer, serve } from './http-server.ts'

const DEPOT_TABLE = 'waybill-depot'

/** An example, as the guide prints it: nobody shall send a disk there. */
const SHIPPING_ADDRESS = ['AWS Import/Export C/O AnyCompany', '123 Any Street', 'Anytown, VA 22153']

/** The largest request that the depot reads; what it takes is less, and its own refusal says so in XML. */
const MAX_BODY_BYTES = 2 * 1024 * 1024

interface DepotServerDeps {
  readonly dynamo: ReturnType<typeof createDynamoClient>
  readonly keys: Keys
  readonly signingSecret: Uint8Array
  readonly log: Log
  readonly clock: Clock
}

/** The depot on this machine, as an HTTP server of its own with a table of its own. */
export const serveDepot = async (
  { dynamo, keys, signingSecret, log, clock }: DepotServerDeps,
  config: LocalConfig,
): Promise<RunningServer> => {
  await ensureTable(dynamo, depotTableDefinition(DEPOT_TABLE))
  const depot = createDepot({
    jobs: createDynamoDepotJobs(createDocumentClient(dynamo), DEPOT_TABLE, { clock, newId }),
    keys,
    buckets: config.bucketsFile === undefined ? ANY_BUCKET : createJsonFileBuckets(config.bucketsFile),
    clock,
    randomBytes,
    newId,
    log,
    era: config.era,
    signingSecret,
    shippingAddress: SHIPPING_ADDRESS,
    ...(config.depotDailyJobs !== undefined && { dailyJobs: config.depotDailyJobs }),
  })
  return serve(
    ({ method, target, headers, body }) => {
      const [path = '/', query = ''] = target.split(/\?(.*)/s)
      const single = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')] as const)
      return depot({ method, path, query, headers: Object.fromEntries(single), body })
    },
    { port: config.depotPort, maxBodyBytes: MAX_BODY_BYTES },
  )
}
