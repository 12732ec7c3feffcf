/** Which part may import which, besides itself; the README shows the same table. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  manifest: [],
  config: [],
  'query-api': [],
  jobs: ['manifest'],
  ports: ['jobs', 'manifest'],
  routes: ['jobs', 'manifest'],
  actions: ['ports', 'jobs', 'manifest'],
  adapters: ['ports', 'jobs', 'manifest', 'query-api'],
  depot: ['ports', 'jobs', 'manifest', 'query-api'],
  http: ['actions', 'ports', 'jobs', 'query-api', 'routes', 'manifest'],
  lambdas: ['http', 'actions', 'adapters', 'depot', 'ports', 'config', 'routes'],
  local: ['http', 'actions', 'ports', 'jobs', 'adapters', 'routes', 'config', 'depot'],
  cli: ['manifest', 'jobs', 'query-api', 'adapters', 'local', 'config'],
  bin: ['cli'],
}
