/** Which part may import which, besides itself; the README shows the same table. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  manifest: [],
  config: [],
  'query-api': [],
  jobs: ['manifest'],
  labels: ['jobs', 'manifest'],
  checks: ['jobs', 'manifest'],
  ports: ['jobs', 'manifest'],
  routes: ['jobs', 'manifest'],
  actions: ['ports', 'jobs', 'checks', 'manifest'],
  adapters: ['ports', 'jobs', 'checks', 'manifest', 'query-api', 'config'],
  depot: ['ports', 'jobs', 'manifest', 'query-api', 'labels'],
  http: ['actions', 'ports', 'jobs', 'checks', 'query-api', 'routes', 'manifest'],
  lambdas: ['http', 'actions', 'adapters', 'depot', 'ports', 'checks', 'config', 'routes'],
  local: ['http', 'actions', 'ports', 'jobs', 'checks', 'adapters', 'routes', 'config', 'depot'],
  cli: ['ports', 'manifest', 'jobs', 'checks', 'query-api', 'adapters', 'local', 'config'],
  bin: ['cli'],
}
