/** Which part may import which, besides itself; the README shows the same table. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  metrics: [],
  system: ['metrics'],
  manifest: [],
  'query-api': [],
  teams: ['system', 'manifest'],
  jobs: ['system', 'metrics', 'manifest', 'teams'],
  checks: ['system', 'metrics', 'manifest', 'teams', 'jobs'],
  labels: ['jobs', 'manifest'],
  depot: ['system', 'manifest', 'query-api', 'labels'],
  smoke: ['system'],
  settings: ['manifest', 'teams', 'jobs'],
  adapters: ['system', 'metrics', 'manifest', 'teams', 'jobs', 'checks', 'depot', 'smoke', 'query-api', 'settings'],
  http: ['system', 'metrics', 'manifest', 'teams', 'jobs', 'checks', 'query-api', 'settings'],
  lambdas: ['http', 'system', 'teams', 'jobs', 'checks', 'depot', 'adapters', 'settings'],
  local: ['http', 'system', 'teams', 'jobs', 'checks', 'depot', 'adapters', 'settings'],
  cli: [
    'system',
    'manifest',
    'teams',
    'jobs',
    'checks',
    'labels',
    'smoke',
    'query-api',
    'adapters',
    'settings',
    'local',
  ],
  infra: ['metrics', 'settings', 'adapters', 'query-api', 'http'],
  bin: ['cli', 'infra'],
}

/** Files that lead through their part's folders and so may import them, although they stand at its top. */
export const ENTRANCES: readonly string[] = ['lib/manifest/read.ts', 'lib/infra/app.ts']
