import { askOverHttp } from '../lib/adapters/api/ask-over-http.ts'
import { askOverLambda } from '../lib/adapters/api/ask-over-lambda.ts'
import { asNobody, regionOfAddress, signedBy } from '../lib/adapters/api/authorize-request.ts'
import { type AnswerHook, createReleaseHook } from '../lib/adapters/api/release-hook.ts'
import { awsCredentials } from '../lib/adapters/secrets/aws-credentials.ts'
import { createPowertoolsLog } from '../lib/adapters/system/powertools-log.ts'
import { createPowertoolsMetrics } from '../lib/adapters/system/powertools-metrics.ts'
import { clock, newId } from '../lib/adapters/system/system.ts'
import { ROUTES } from '../lib/http/routes.ts'
import { deployedFunction } from '../lib/settings/deployed-function.ts'
import { canaryConfig, releaseConfig } from '../lib/settings/smoke-config.ts'
import type { SmokeRequest } from '../lib/smoke/ask.ts'
import type { Smoke } from '../lib/smoke/smoke.ts'
import type { Log, Metrics } from '../lib/system.ts'

/** As long as API Gateway waits for a function, in milliseconds. */
const TIMEOUT_MS = 29_000

export interface SmokeReport {
  readonly log: Log
  readonly metrics: Metrics
}

const report = (): SmokeReport => ({
  log: createPowertoolsLog(),
  metrics: createPowertoolsMetrics(deployedFunction(process.env)),
})

/** Makes the names of each run unique. */
const runId = () => newId().slice(0, 8)

/**
 * The smoke test at the stage's public addresses, with the function's own role as the caller.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const canaryDependencies = (): SmokeReport & { readonly smoke: () => Promise<Smoke> } => {
  const { url, queryUrl, ...config } = canaryConfig(process.env)
  const region = regionOfAddress(url) ?? process.env.AWS_REGION ?? ''
  const asStranger = { timeoutMs: TIMEOUT_MS, authorize: asNobody }
  return {
    ...report(),
    smoke: async () => ({
      ...config,
      ask: askOverHttp(url, { ...asStranger, authorize: signedBy(await awsCredentials(), { region, clock }) }),
      askAsStranger: askOverHttp(url, asStranger),
      askQuery: askOverHttp(queryUrl, asStranger),
      id: runId(),
      clock,
    }),
  }
}

/**
 * The smoke test of new versions that get no requests yet.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const releaseDependencies = (): SmokeReport & {
  readonly smoke: (deploymentId: string) => Smoke
  readonly answerHook: AnswerHook
} => {
  const { team, versions, ...config } = releaseConfig(process.env)
  const versionOf = ({ method, route }: SmokeRequest): string => {
    const found = ROUTES.find(one => one.method === method && one.path === route)
    const version = found && versions[found.function]
    if (version === undefined) throw new Error(`No version serves ${method} ${route}`)
    return version
  }
  return {
    ...report(),
    answerHook: createReleaseHook(),
    smoke: deploymentId => ({
      ...config,
      ask: askOverLambda({ versionOf, caller: { team, principal: `release ${deploymentId}`, role: 'member' }, newId }),
      id: runId(),
      clock,
    }),
  }
}
