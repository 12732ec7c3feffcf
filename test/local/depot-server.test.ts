import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals'
import type { Exchange } from '../../lib/adapters/service/query-exchange.ts'
import { createQueryService } from '../../lib/adapters/service/query-service.ts'
import { answersAfterFlush } from '../../lib/local/after-flush.ts'
import { serveDepot } from '../../lib/local/depot-server.ts'
import { localConfig } from '../../lib/settings/config.ts'
import { collectLog, depotDeps, KEY } from '../depot/depot-fixture.ts'
import { importManifest } from '../support/manifests.ts'
import { AMPLE_MS } from '../support/patience.ts'

const clock = () => new Date()

let folder: string
let depot: Awaited<ReturnType<typeof serveDepot>>
let steps: string[]
let jobs = 0
let flushed: () => Promise<void>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-depot-'))
  const { jobs: stored, ...deps } = depotDeps({ clock })
  const server = {
    ...deps,
    jobs: {
      ...stored,
      add: async (...added: Parameters<typeof stored.add>) => {
        steps.push('stored')
        return stored.add(...added)
      },
    },
    keys: { find: async () => ({ ...KEY, team: 'lab' }), ofTeam: async () => [] },
    teams: { ofBucket: async () => undefined },
    bucketsFolder: folder,
    flushed: () => flushed(),
    log: collectLog().log,
  }
  depot = await serveDepot(server, localConfig({ WAYBILL_DEPOT_PORT: '0' }))
})
afterAll(async () => {
  await depot.stop()
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  steps = []
  flushed = async () => void steps.push('flushed')
})

const createJob = async (options: { exchange?: Exchange } = {}) => {
  const service = createQueryService({
    endpoint: new URL(depot.url),
    signatureVersion: 2,
    callTimeoutMs: AMPLE_MS,
    clock,
    ...options,
  })
  const startedAt = clock()
  const call = { credentials: KEY, startedAt, deadline: new Date(startedAt.getTime() + AMPLE_MS) }
  // The very same request again would be a copy.
  jobs += 1
  const manifest = importManifest(`prefix:${jobs}/`)
  await service.createJob({ jobType: 'Import', manifest, validateOnly: false }, call)
  steps.push('answered')
}

it('answers others once the job is flushed', async () => {
  await createJob()

  expect(steps).toEqual(['stored', 'flushed', 'answered'])
})

it('answers the process that it runs in at once, whose own answer waits for the flush', async () => {
  await createJob({ exchange: depot.exchange })

  expect(steps).toEqual(['stored', 'answered'])
})

it('answers that process too once the job is flushed, where it stores jobs elsewhere', async () => {
  await createJob({ exchange: answersAfterFlush(depot.exchange, () => flushed()) })

  expect(steps).toEqual(['stored', 'flushed', 'answered'])
})

it('answers with a fault where its job could not be flushed', async () => {
  flushed = () => Promise.reject(new Error('EIO'))

  await expect(createJob()).rejects.toMatchObject({ kind: 'unreadable', fault: { code: 'ServiceUnavailable' } })
})
