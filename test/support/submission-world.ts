import type { LookUpDeps } from '../../lib/http/jobs/look-up-jobs.ts'
import { ArchiveConflict } from '../../lib/jobs/archive-conflict.ts'
import { DownloadFailure } from '../../lib/jobs/download-failure.ts'
import type { ArtifactDeps } from '../../lib/jobs/look-up/get-artifact.ts'
import type { Archive } from '../../lib/jobs/ports.ts'
import type { Figures } from '../../lib/metrics.ts'
import type { Clock } from '../../lib/system.ts'
import type { Credentials } from '../../lib/teams/keys.ts'
import { ScriptedService } from './scripted-service.ts'
import { memoryStores, type WorldStores } from './world-stores.ts'

export const START = Date.parse('2026-11-21T10:00:00.000Z')

export const KEY: Credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/** An archive in memory that can be told to fail. */
export const createMemoryArchive = () => {
  const objects = new Map<string, string>()
  const archive: Archive & { fails: boolean; objects: typeof objects } = {
    fails: false,
    objects,
    put: async (name, bytes) => {
      if (archive.fails) throw new Error('the archive is down')
      const text = Buffer.from(bytes).toString()
      if ((objects.get(name) ?? text) !== text) throw new ArchiveConflict(name)
      objects.set(name, text)
    },
    get: async name => {
      const text = objects.get(name)
      return text === undefined ? undefined : new TextEncoder().encode(text)
    },
  }
  return archive
}

const findKey = (keys: ReadonlyMap<string, readonly Credentials[]>, accessKeyId: string) => {
  for (const [team, ofTeam] of keys) {
    const key = ofTeam.find(candidate => candidate.accessKeyId === accessKeyId)
    if (key) return { ...key, team }
  }
  return undefined
}

const notThere = (url: string) => {
  throw new DownloadFailure(`nothing at ${url}`)
}

/** Everything that a submission needs, with a clock and a service that a test moves by hand. */
export const submissionWorld = (openStores: (clock: Clock) => WorldStores = memoryStores) => {
  let now = START
  let ids = 0
  const clock = () => new Date(now)
  const stores = openStores(clock)
  const errors: string[] = []
  const reported: (Figures & { readonly code?: string })[] = []
  const archive = createMemoryArchive()
  const service = new ScriptedService(clock)
  const keys = new Map<string, Credentials[]>([['lab', [KEY]]])
  const files = new Map<string, Uint8Array>()
  const deps: ArtifactDeps & LookUpDeps = {
    downloads: { get: async url => files.get(url) ?? notThere(url) },
    lists: stores.lists,
    deviceJobs: stores.lists,
    history: stores.history,
    service,
    archive,
    jobs: stores.jobs,
    keys: { ofTeam: async team => keys.get(team) ?? [], find: async id => findKey(keys, id) },
    clock,
    newId: () => {
      ids += 1
      return `id-${ids}`
    },
    log: { info: () => undefined, error: message => void errors.push(message) },
    metrics: { report: (figures, code) => void reported.push(code === undefined ? figures : { ...figures, code }) },
    era: 'lenient',
    timing: { deadlineMs: 20_000, leaseMs: 30_000, resolveMarginMs: 5_000 },
  }
  return {
    deps,
    ...stores,
    service,
    archive,
    keys,
    /** What can be fetched, by its address. */
    files,
    errors,
    reported,
    /** Lets seconds pass. */
    pass: (seconds: number) => {
      now += seconds * 1000
    },
  }
}

export type SubmissionWorld = ReturnType<typeof submissionWorld>
