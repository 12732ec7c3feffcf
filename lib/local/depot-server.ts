import { createFolderBucketFiles } from '../adapters/folder/bucket-files.ts'
import { createJsonFileBuckets } from '../adapters/folder/json-file-buckets.ts'
import { createS3BucketFiles } from '../adapters/s3/bucket-files.ts'
import { createS3Buckets } from '../adapters/s3/buckets.ts'
import { createS3Client } from '../adapters/s3/client.ts'
import type { Exchange } from '../adapters/service/query-exchange.ts'
import { newId, randomBytes } from '../adapters/system/system.ts'
import { ANY_BUCKET } from '../depot/any-bucket.ts'
import { ARTIFACTS_PATH } from '../depot/artifact-links.ts'
import { createDepot } from '../depot/depot.ts'
import type { DepotDeps } from '../depot/depot-deps.ts'
import { answerInFront, type ErrorInFront } from '../depot/error-in-front.ts'
import type { DepotJobs } from '../depot/ports.ts'
import type { LocalConfig } from '../settings/config.ts'
import type { Clock, Log } from '../system.ts'
import type { TeamDirectory } from '../teams/directory.ts'
import type { Keys } from '../teams/keys.ts'
import { type Flushed, filesAfterFlush } from './after-flush.ts'
import { createDepotExchange } from './depot-exchange.ts'
import { type RunningServer, serve } from './http-server.ts'
import { whyForeign } from './own-requests.ts'
import { patienceOf } from './patience.ts'
import { withTeamOwners } from './teams.ts'

/** An example, as the guide prints it: do not send a disk there. */
const SHIPPING_ADDRESS = ['AWS Import/Export C/O AnyCompany', '123 Any Street', 'Anytown, VA 22153']

/** The largest request that the depot reads; it accepts less, and answers larger ones with a fault in XML. */
const MAX_BODY_BYTES = 2 * 1024 * 1024

interface DepotServerDeps {
  readonly jobs: DepotJobs
  readonly keys: Keys
  /** Whose the buckets are. */
  readonly teams: Pick<TeamDirectory, 'ofBucket'>
  readonly signingSecret: Uint8Array
  readonly staffSecret: string
  /** Stands for the buckets, unless they are S3's own. */
  readonly bucketsFolder: string
  /** Nothing that `jobs` has done leaves the process before. */
  readonly flushed: Flushed
  readonly log: Log
  readonly clock: Clock
}

/** Whoever has the address of a PDF may read it. */
const isPdf = (method: string, path: string): boolean => method === 'GET' && path.startsWith(ARTIFACTS_PATH)

/**
 * The depot on this machine, as an HTTP server of its own; Waybill, in the same process, asks it without HTTP, and gets answers
 * that are not flushed yet.
 */
export const serveDepot = async (
  { bucketsFolder, clock, teams, flushed, ...deps }: DepotServerDeps,
  config: LocalConfig,
): Promise<RunningServer & { readonly exchange: Exchange }> => {
  let url = config.depotUrl
  const { buckets, files } = openBuckets(config.buckets, bucketsFolder)
  const depot = createDepot({
    ...deps,
    buckets: withTeamOwners(buckets, teams),
    files: filesAfterFlush(files, flushed),
    clock,
    randomBytes,
    newId,
    era: config.era,
    publicUrl: () => url ?? '',
    shippingAddress: SHIPPING_ADDRESS,
    dailyJobs: config.depotDailyJobs ?? Number.POSITIVE_INFINITY,
  })
  // A browser that follows a link to a PDF names the depot as the link does.
  const hosts = [...config.hosts, ...(config.depotUrl === undefined ? [] : [new URL(config.depotUrl).host])]
  const names = { hosts, origins: [] }
  const { arrivalMs } = patienceOf(config.requestSeconds)
  const inFront = (error: ErrorInFront, target = '/') =>
    answerInFront(target, error, { requestId: newId(), at: clock() })
  const server = await serve(
    async ({ method, target, headers, port, body }) => {
      const [path = '/', query = ''] = target.split(/\?(.*)/s)
      const foreign = whyForeign(headers, port, names, isPdf(method, path))
      if (foreign !== undefined) return inFront({ code: 'REQUEST_FOREIGN', detail: foreign }, path)
      const single = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')] as const)
      const answer = await depot({ method, path, query, headers: Object.fromEntries(single), body })
      try {
        await flushed()
        return answer
      } catch (error) {
        deps.log.error('the depot could not flush what it stored', { error })
        return inFront({ code: 'STORE_UNAVAILABLE', detail: 'The depot cannot store anything now.' }, path)
      }
    },
    { port: config.depotPort, maxBodyBytes: MAX_BODY_BYTES, answerError: inFront, requestTimeoutMs: arrivalMs },
  )
  url ??= server.url
  return { ...server, exchange: createDepotExchange(depot) }
}

/** The buckets that the depot knows, and how it puts files into them. */
const openBuckets = (setting: LocalConfig['buckets'], folder: string): Pick<DepotDeps, 'buckets' | 'files'> => {
  if (setting?.is === 's3') {
    return {
      buckets: createS3Buckets(createS3Client()),
      files: createS3BucketFiles(createS3Client({ followRegionRedirects: true })),
    }
  }
  const files = createFolderBucketFiles(folder, newId)
  return { buckets: setting ? createJsonFileBuckets(setting.file) : ANY_BUCKET, files }
}
