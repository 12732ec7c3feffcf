import { readFileSync } from 'node:fs'
import { createFileKeys, parseKeysFile } from '../adapters/secrets/file-keys.ts'
import { openService } from '../adapters/service/open-service.ts'
import { createLogMetrics } from '../adapters/system/log-metrics.ts'
import { clock, newId, random, randomBytes, wait } from '../adapters/system/system.ts'
import { type Recovery, recoverJobs } from '../jobs/submit/recover.ts'
import type { LocalConfig } from '../settings/config.ts'
import type { Log } from '../system.ts'
import type { TeamKey } from '../teams/keys.ts'
import { openDataDir } from './data-dir.ts'
import { serveDepot } from './depot-server.ts'
import { openDepotJobs, openStores } from './open-stores.ts'

/** No caller waits for an answer here. */
const TIMING = { deadlineMs: 20_000, leaseMs: 30_000, resolveMarginMs: 5_000 }
const CALL_TIMEOUT_MS = 8_000

/**
 * Adopts the jobs of every key in the data folder's `keys.json` into the store of the settings: the data folder's own, or a
 * stage's. The depot of the data folder is asked where the settings name no other service.
 *
 * @throws CannotStart if the folder is in use, or something in it is missing or damaged
 * @throws JobError the SERVICE_ codes
 */
export const recoverHere = async (config: LocalConfig, log: Log): Promise<Recovery> => {
  const data = await openDataDir(config.dataDir, { randomBytes, newId, log })
  try {
    const keys = createFileKeys(data.keysFile)
    const secrets = { signingSecret: data.depotSecret, staffSecret: data.staffSecret }
    const depotDeps = {
      jobs: openDepotJobs(data, clock),
      keys,
      ...secrets,
      teams: NO_OWNERS,
      bucketsFolder: data.buckets,
      flushed: data.database.flushed,
      log,
      clock,
    }
    const depot = config.serviceUrl ? undefined : await serveDepot(depotDeps, { ...config, depotPort: 0 })
    try {
      const { jobs, history, archive, stopArchive } = await openStores(config.store, data, { clock, log })
      const options = {
        endpoint: config.serviceUrl ?? new URL(depot?.url ?? ''),
        signatureVersion: config.signatureVersion,
        callTimeoutMs: CALL_TIMEOUT_MS,
      }
      const deps = {
        service: openService(options, { clock, random, wait }),
        jobs,
        history,
        archive,
        keys,
        clock,
        newId,
        log,
        metrics: createLogMetrics(log),
        era: config.era,
        timing: TIMING,
      }
      const recovered = await recoverJobs(deps, keysIn(data.keysFile))
      await stopArchive?.()
      return recovered
    } finally {
      await depot?.stop()
    }
  } finally {
    await data.release()
  }
}

/** Nothing is submitted here. */
const NO_OWNERS = { ofBucket: async () => undefined }

const keysIn = (file: string): readonly TeamKey[] =>
  Object.entries(parseKeysFile(readFileSync(file, 'utf8'), file).teams).flatMap(([team, keys]) =>
    keys.map(({ accessKeyId, secretAccessKey, sessionToken }) => ({
      accessKeyId,
      secretAccessKey,
      ...(sessionToken !== undefined && { sessionToken }),
      team,
    })),
  )
