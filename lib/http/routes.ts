import type { AuditAction } from '../audit/actions.ts'

/** A route. The gateway on one machine, the deployed API and the handlers all read the same table. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** The path in API Gateway's spelling, with parameters in braces. */
  readonly path: string
  /** The function that serves it (`lambdas/<name>.ts`). */
  readonly function: FunctionName
  readonly caller: Access
  /** The action of its events, also for requests that are refused before the action runs. Default: not in history */
  readonly action?: AuditAction
  /** The action reads the query, and refuses unknown parameters. Default: no parameter is allowed */
  readonly query?: true
}

/**
 * Who may call:
 *
 * - `member`: a member of a team;
 * - `reader`: a member, a viewer or an auditor;
 * - `operator`: an operator;
 * - `depot`: the depot's staff;
 * - `known`: every known caller, in any role;
 * - `anyone`: everyone;
 * - `signer`: the holder of a team's access key. The function itself verifies the signature, as the Import/Export service does.
 */
export type Access = 'member' | 'reader' | 'operator' | 'depot' | 'known' | 'anyone' | 'signer'

/** Whether the gateway must identify the caller before it calls the function. */
export const needsCaller = ({ caller }: Pick<Route, 'caller'>) => caller !== 'anyone' && caller !== 'signer'

export type FunctionName =
  | 'submit-jobs'
  | 'manage-jobs'
  | 'look-up-jobs'
  | 'query-api'
  | 'manage-checks'
  | 'manage-subscriptions'
  | 'manage-teams'
  | 'console'

export const ROUTES = [
  { method: 'POST', path: '/v1/jobs', function: 'submit-jobs', caller: 'member', action: 'submit', query: true },
  { method: 'GET', path: '/v1/jobs', function: 'look-up-jobs', caller: 'reader', action: 'list-jobs', query: true },
  { method: 'GET', path: '/v1/jobs/{jobId}', function: 'look-up-jobs', caller: 'reader', query: true },
  {
    method: 'GET',
    path: '/v1/jobs/{jobId}/signature',
    function: 'look-up-jobs',
    caller: 'reader',
    action: 'fetch-signature',
  },
  {
    method: 'GET',
    path: '/v1/jobs/{jobId}/manifest',
    function: 'look-up-jobs',
    caller: 'reader',
    action: 'read-manifest',
  },
  { method: 'GET', path: '/v1/jobs/{jobId}/manifests', function: 'look-up-jobs', caller: 'reader', query: true },
  {
    method: 'GET',
    path: '/v1/jobs/{jobId}/manifests/{number}',
    function: 'look-up-jobs',
    caller: 'reader',
    action: 'read-manifest',
  },
  { method: 'GET', path: '/v1/jobs/{jobId}/events', function: 'look-up-jobs', caller: 'reader', query: true },
  {
    method: 'GET',
    path: '/v1/jobs/{jobId}/artifacts/{name}',
    function: 'manage-jobs',
    caller: 'reader',
    action: 'fetch-artifact',
  },
  { method: 'GET', path: '/v1/jobs/{jobId}/status', function: 'manage-jobs', caller: 'reader', action: 'read-status' },
  {
    method: 'PUT',
    path: '/v1/jobs/{jobId}/manifest',
    function: 'manage-jobs',
    caller: 'member',
    action: 'update',
    query: true,
  },
  { method: 'POST', path: '/v1/jobs/{jobId}/cancel', function: 'manage-jobs', caller: 'member', action: 'cancel' },
  { method: 'PUT', path: '/v1/jobs/{jobId}/shipment', function: 'manage-jobs', caller: 'member', action: 'ship' },
  { method: 'POST', path: '/v1/jobs/{jobId}/custody', function: 'manage-jobs', caller: 'member', action: 'custody' },
  { method: 'POST', path: '/v1/shipping-labels', function: 'manage-jobs', caller: 'member', action: 'label' },
  { method: 'POST', path: '/v1/batches', function: 'submit-jobs', caller: 'member', action: 'submit' },
  {
    method: 'POST',
    path: '/v1/signatures/verify',
    function: 'look-up-jobs',
    caller: 'reader',
    action: 'verify-signature',
  },
  { method: 'GET', path: '/v1/events', function: 'look-up-jobs', caller: 'reader', action: 'list-events', query: true },
  {
    method: 'GET',
    path: '/v1/audit/digests/{day}',
    function: 'look-up-jobs',
    caller: 'known',
    action: 'read-digests',
  },
  { method: 'GET', path: '/v1/audit/public-key', function: 'look-up-jobs', caller: 'known' },
  {
    method: 'GET',
    path: '/v1/reports/usage',
    function: 'look-up-jobs',
    caller: 'reader',
    action: 'report-usage',
    query: true,
  },
  { method: 'GET', path: '/v1/submissions/{id}', function: 'look-up-jobs', caller: 'reader' },
  { method: 'GET', path: '/v1/checks', function: 'manage-checks', caller: 'reader', query: true },
  {
    method: 'PUT',
    path: '/v1/checks/{name}',
    function: 'manage-checks',
    caller: 'member',
    action: 'put-check',
    query: true,
  },
  { method: 'GET', path: '/v1/checks/{name}', function: 'manage-checks', caller: 'reader', query: true },
  { method: 'DELETE', path: '/v1/checks/{name}', function: 'manage-checks', caller: 'member', action: 'delete-check' },
  { method: 'POST', path: '/v1/checks/{name}/run', function: 'manage-checks', caller: 'member', action: 'run-check' },
  { method: 'GET', path: '/v1/checks/{name}/runs', function: 'manage-checks', caller: 'reader', query: true },
  { method: 'GET', path: '/v1/subscriptions', function: 'manage-subscriptions', caller: 'reader', query: true },
  {
    method: 'PUT',
    path: '/v1/subscriptions/{name}',
    function: 'manage-subscriptions',
    caller: 'member',
    action: 'put-subscription',
  },
  { method: 'GET', path: '/v1/subscriptions/{name}', function: 'manage-subscriptions', caller: 'reader', query: true },
  {
    method: 'DELETE',
    path: '/v1/subscriptions/{name}',
    function: 'manage-subscriptions',
    caller: 'member',
    action: 'delete-subscription',
  },
  {
    method: 'GET',
    path: '/v1/subscriptions/{name}/deliveries',
    function: 'manage-subscriptions',
    caller: 'reader',
    query: true,
  },
  {
    method: 'POST',
    path: '/v1/subscriptions/{name}/test',
    function: 'manage-subscriptions',
    caller: 'member',
    action: 'test-subscription',
  },
  {
    method: 'POST',
    path: '/v1/subscriptions/{name}/deliveries/{deliveryId}/retry',
    function: 'manage-subscriptions',
    caller: 'member',
    action: 'retry-delivery',
  },
  { method: 'GET', path: '/v1/me', function: 'manage-teams', caller: 'known' },
  { method: 'GET', path: '/v1/teams', function: 'manage-teams', caller: 'known', query: true },
  {
    method: 'PUT',
    path: '/v1/teams/{team}',
    function: 'manage-teams',
    caller: 'operator',
    action: 'put-team',
    query: true,
  },
  { method: 'GET', path: '/v1/teams/{team}', function: 'manage-teams', caller: 'known' },
  {
    method: 'DELETE',
    path: '/v1/teams/{team}',
    function: 'manage-teams',
    caller: 'operator',
    action: 'delete-team',
    query: true,
  },
  { method: 'GET', path: '/v1/keys', function: 'manage-teams', caller: 'operator', query: true },
  { method: 'GET', path: '/v1/templates', function: 'manage-teams', caller: 'reader', query: true },
  { method: 'PUT', path: '/v1/templates/{name}', function: 'manage-teams', caller: 'member', action: 'put-template' },
  { method: 'GET', path: '/v1/templates/{name}', function: 'manage-teams', caller: 'reader', query: true },
  {
    method: 'DELETE',
    path: '/v1/templates/{name}',
    function: 'manage-teams',
    caller: 'member',
    action: 'delete-template',
  },
  {
    method: 'POST',
    path: '/v1/templates/{name}/jobs',
    function: 'submit-jobs',
    caller: 'member',
    action: 'submit',
    query: true,
  },
  { method: 'POST', path: '/v1/jobs/{jobId}/clone', function: 'submit-jobs', caller: 'member', action: 'submit' },
  { method: 'GET', path: '/v1/addresses', function: 'manage-teams', caller: 'reader', query: true },
  { method: 'PUT', path: '/v1/addresses/{name}', function: 'manage-teams', caller: 'member', action: 'put-address' },
  { method: 'GET', path: '/v1/addresses/{name}', function: 'manage-teams', caller: 'reader', query: true },
  {
    method: 'DELETE',
    path: '/v1/addresses/{name}',
    function: 'manage-teams',
    caller: 'member',
    action: 'delete-address',
  },
  { method: 'GET', path: '/v1/depot/jobs', function: 'manage-jobs', caller: 'depot', query: true },
  { method: 'GET', path: '/v1/depot/jobs/{jobId}', function: 'manage-jobs', caller: 'depot' },
  {
    method: 'POST',
    path: '/v1/depot/jobs/{jobId}/steps',
    function: 'manage-jobs',
    caller: 'depot',
    action: 'handle-device',
  },
  { method: 'GET', path: '/v1/health', function: 'look-up-jobs', caller: 'anyone' },
  { method: 'GET', path: '/v1/openapi.json', function: 'look-up-jobs', caller: 'anyone' },
  { method: 'GET', path: '/console', function: 'console', caller: 'anyone' },
  { method: 'GET', path: '/console/{file}', function: 'console', caller: 'anyone' },
  { method: 'GET', path: '/cli/waybill.mjs', function: 'look-up-jobs', caller: 'anyone' },
  { method: 'GET', path: '/cli/waybill.mjs.sha256', function: 'look-up-jobs', caller: 'anyone' },
  { method: 'POST', path: '/', function: 'query-api', caller: 'signer' },
  { method: 'GET', path: '/', function: 'query-api', caller: 'signer' },
] as const satisfies readonly Route[]

/** A route's name, for example `POST /v1/jobs`. */
type NameOf<R extends Route> = R extends Route ? `${R['method']} ${R['path']}` : never

/** The names of all routes. */
export type RouteName = NameOf<(typeof ROUTES)[number]>

const BY_NAME: ReadonlyMap<string, Route> = new Map(ROUTES.map(route => [`${route.method} ${route.path}`, route]))

/** The route with a name such as `GET /v1/jobs`. */
export const routeNamed = (name: string): Route | undefined => BY_NAME.get(name)

/** The action of a route's events. */
export const actionOf = (route: string): AuditAction | undefined => routeNamed(route)?.action

/** The names of the routes that one function serves. */
export type RouteNameIn<F extends FunctionName> = NameOf<Extract<(typeof ROUTES)[number], { function: F }>>
