import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { type FunctionName, ROUTES } from '../../http/routes.ts'
import { Checks } from '../functions/checks.ts'
import { FunctionSchedules } from '../functions/function-schedules.ts'
import { type DeployedName, FUNCTIONS, type Need } from '../functions/functions.ts'
import { RunSchedule } from '../functions/run-schedule.ts'
import { configureService } from '../functions/service-endpoint.ts'
import { ReleaseSmoke, SmokeCanary } from '../functions/smoke-functions.ts'
import { WaybillFunction } from '../functions/waybill-function.ts'
import { CallerAccess } from '../gateway/access.ts'
import { GatewayApi, type GatewayApiProps } from '../gateway/gateway-api.ts'
import { GatewayLogging } from '../gateway/gateway-logging.ts'
import { WebAcl } from '../gateway/web-acl.ts'
import { type LakeEnds, lakeEndsOf } from '../lake/lake-ends.ts'
import { Backups } from '../recovery/backups.ts'
import { DataKey } from '../storage/data-key.ts'
import type { StaffSecret } from '../storage/depot-secrets.ts'
import { HistoryKey } from '../storage/history-key.ts'
import { JobTable } from '../storage/job-table.ts'
import { LogBucket } from '../storage/log-bucket.ts'
import { SigningKeys } from '../storage/signing-keys.ts'
import { StageAlarms } from '../watching/alarms.ts'
import { Canary } from '../watching/canary.ts'
import { watchFunction } from '../watching/watch-functions.ts'
import { watchStage } from '../watching/watch-stage.ts'
import { configureCallers, limitTeams } from './callers.ts'
import { configureConsole, settingsOfConsole } from './console-settings.ts'
import { openDesk, showDesk } from './desk.ts'
import { HostName } from './host-name.ts'
import type { Stage } from './stage.ts'

/** Often enough that an unclear submission is resolved within minutes; an empty run costs two reads. */
const RECONCILE_EVERY = Duration.minutes(5)
/** How late a look at a job can be. An empty run reads 32 empty partitions of an index. */
const FOLLOW_EVERY = Duration.minutes(1)
/** How long a notice can wait. An empty run reads 32 empty partitions of an index. */
const NOTIFY_EVERY = Duration.minutes(1)
/** How late a day of history can be signed. An empty run reads one object. */
const SIGN_EVERY = Duration.hours(1)
/** How late a job can be purged. Each run reads all jobs that are old enough. */
const PURGE_EVERY = Duration.hours(6)

export interface WaybillStackProps extends StackProps {
  readonly stage: Stage
  /** The depot's address, if the stage has one. */
  readonly depotUrl?: string
  /** The secret with which Waybill's desk identifies itself at the depot, if the stage has one. */
  readonly staffSecret?: StaffSecret
}

/** Waybill: API, functions, table, log bucket. */
export class WaybillStack extends Stack {
  readonly functions: GatewayApiProps['functions']
  /** The source and target of the lake, in a stage that has one. */
  readonly lakeEnds: LakeEnds | undefined

  constructor(scope: Construct, id: string, { stage, depotUrl, staffSecret, ...props }: WaybillStackProps) {
    super(scope, id, props)
    const key = new DataKey(this, 'DataKey', stage)
    const jobs = new JobTable(this, 'Jobs', { stage, key })
    const archive = new LogBucket(this, 'LogBucket', { stage, key })
    this.lakeEnds = lakeEndsOf(stage, key, jobs, archive)
    const keys = new SigningKeys(this, 'SigningKeys', stage)
    const historyKey = new HistoryKey(this, 'HistoryKey', stage)
    const checks = new Checks(this, 'Checks', { stage, jobs, timeoutSeconds: FUNCTIONS['run-check'].timeoutSeconds })
    const grants: Readonly<Record<Need, (fn: WaybillFunction) => void>> = {
      'jobs:read': fn => jobs.grantRead(fn),
      'jobs:list': fn => jobs.grantList(fn),
      'jobs:open': fn => jobs.grantListOpen(fn),
      'jobs:due': fn => jobs.grantFollow(fn),
      'jobs:write': fn => jobs.grantWriteJobs(fn),
      'records:claim': fn => jobs.grantClaim(fn),
      'jobs:begin': fn => {
        jobs.grantMark(fn)
        archive.grantList(fn)
      },
      'records:complete': fn => jobs.grantComplete(fn),
      'history:read': fn => jobs.grantReadHistory(fn),
      'history:append': fn => jobs.grantAppend(fn),
      'history:sign': fn => {
        jobs.grantFeed(fn)
        archive.grantDigests(fn)
        historyKey.grantSign(fn)
      },
      'jobs:purge': fn => {
        jobs.grantPurge(fn)
        archive.grantRemovePdfs(fn)
      },
      'archive:read': fn => archive.grantRead(fn),
      'archive:write': fn => archive.grantWrite(fn),
      'archive:copy': fn => archive.grantCopy(fn),
      'keys:read': fn => keys.grantRead(fn),
      'keys:describe': fn => keys.grantDescribe(fn),
      checks: fn => checks.grant(fn),
      'checks:maintain': fn => checks.grantMaintain(fn),
      subscriptions: fn => {
        jobs.grantSubscriptions(fn)
        checks.grantSeal(fn)
      },
      notices: fn => {
        jobs.grantNotices(fn)
        checks.grantSend(fn)
      },
      'depot:staff': fn => openDesk(fn, staffSecret),
      'teams:find': fn => jobs.grantFindTeams(fn),
      'teams:buckets': fn => jobs.grantFindBuckets(fn),
      'teams:count': fn => jobs.grantCountJobs(fn),
      'teams:throttle': fn => jobs.grantCountRequests(fn),
      'teams:write': fn => jobs.grantTeams(fn),
      'jobs:of-device': fn => jobs.grantJobsOfDevice(fn),
      'jobs:of-team': fn => jobs.grantJobsOfTeam(fn),
    }
    const alarms = new StageAlarms(this, 'Alarms', { stage })
    const smoke = stage.smoke && { stage, key, settings: stage.smoke }
    const smokeCanary = smoke && smoke.settings.everyMinutes > 0 ? new SmokeCanary(this, 'Smoke', smoke) : undefined
    const beforeRelease = smoke && stage.canary ? new ReleaseSmoke(this, 'ReleaseSmoke', smoke) : undefined
    const deployed: WaybillFunction[] = []
    const watch = (fn: WaybillFunction) => {
      deployed.push(fn)
      return watchFunction(alarms, fn, stage)
    }
    for (const fn of [smokeCanary?.function, beforeRelease?.function]) if (fn) watch(fn)
    const canary = stage.canary ? new Canary(this, 'Canary', { stage }) : undefined
    const deploy = (name: DeployedName) => {
      const row = FUNCTIONS[name]
      const fn = new WaybillFunction(this, name, { stage, key: key.key, row })
      configureService(fn, stage, depotUrl)
      configureCallers(fn, stage, smokeCanary?.member)
      for (const need of row.needs) grants[need](fn)
      const failing = watch(fn)
      // A function that a schedule calls has too few calls to give a new version a tenth of them.
      if (row.calledBy !== 'schedule') canary?.release(fn, failing, beforeRelease?.function)
      return fn
    }
    this.functions = {
      'submit-jobs': deploy('submit-jobs'),
      'manage-jobs': deploy('manage-jobs'),
      'look-up-jobs': deploy('look-up-jobs'),
      'query-api': deploy('query-api'),
      'manage-checks': deploy('manage-checks'),
      'manage-subscriptions': deploy('manage-subscriptions'),
      'manage-teams': deploy('manage-teams'),
      ...(settingsOfConsole(stage) && { console: deploy('console') }),
    }
    configureConsole(this, this.functions.console, stage)

    limitTeams(this.functions['manage-teams'], stage)
    showDesk(this.functions['manage-teams'], staffSecret)
    checks.feed(deploy('run-check'), `stages/${stage.name}/checks`)

    const access = new CallerAccess(this, 'CallerAccess', {
      stage,
      ...(stage.authentication.kind === 'jwt' && { authorize: deploy('authorize') }),
    })
    const schedules = new FunctionSchedules(this, 'Schedules')
    const reconcile = deploy('reconcile')
    new RunSchedule(this, 'ReconcileSchedule', { fn: reconcile, every: RECONCILE_EVERY, schedules })
    const follow = deploy('follow-jobs')
    new RunSchedule(this, 'FollowJobsSchedule', { fn: follow, every: FOLLOW_EVERY, schedules })
    const notify = deploy('notify')
    new RunSchedule(this, 'NotifySchedule', { fn: notify, every: NOTIFY_EVERY, schedules })
    const signHistory = deploy('sign-history')
    new RunSchedule(this, 'SignHistorySchedule', { fn: signHistory, every: SIGN_EVERY, schedules })
    const purge = stage.retentionDays === undefined ? undefined : deploy('purge-jobs')
    if (purge) {
      purge.configure({ WAYBILL_RETENTION_DAYS: String(stage.retentionDays) })
      new RunSchedule(this, 'PurgeJobsSchedule', { fn: purge, every: PURGE_EVERY, schedules })
    }
    const logging = stage.gatewayAccountRole ? new GatewayLogging(this, 'GatewayLogging') : undefined
    const shared = { stage, key, functions: this.functions, logging }
    const api = new GatewayApi(this, 'Api', {
      ...shared,
      name: 'api',
      description: 'Waybill: /v1',
      routes: ROUTES.filter(
        route => route.caller !== 'signer' && (route.caller !== 'depot' || staffSecret !== undefined),
      ),
      answers: 'problems',
      accessOf: route => access.of(route),
    })
    access.planUsage(api.api)
    const queryApi = new GatewayApi(this, 'QueryApi', {
      ...shared,
      name: 'query-api',
      description: 'Waybill: the Import/Export Query API',
      routes: ROUTES.filter(route => route.caller === 'signer'),
      answers: 'xml',
      accessOf: route => access.of(route),
    })
    const apis = { Api: api.api, QueryApi: queryApi.api }
    const { table } = jobs.data
    const buckets = stage.logBucket ? [] : [archive.bucket]
    const backups = stage.backup
      ? new Backups(this, 'Backups', { stage, key, part: 'waybill', tables: [table], buckets })
      : undefined
    watchStage(this, alarms, {
      stage,
      functions: deployed,
      apis,
      table,
      reconcile,
      schedules,
      checks,
      follow,
      notify,
      signHistory,
      purge,
      backups,
    })
    if (stage.waf) {
      const acl = new WebAcl(this, 'WebAcl', { stage, key, part: 'waybill' })
      for (const restApi of Object.values(apis)) acl.protect(restApi)
    }
    if (stage.customDomain) {
      const domain = stage.customDomain
      new HostName(this, 'Host', { name: domain.name, api: api.api, domain })
      new HostName(this, 'QueryHost', { name: domain.queryName, api: queryApi.api, domain })
    }
    const { name, queryName } = stage.customDomain ?? {}
    for (const [served, fn] of Object.entries(this.functions)) beforeRelease?.covers(served as FunctionName, fn)
    const urls = { url: addressOf(name, api.url), queryUrl: addressOf(queryName, queryApi.url) }
    smokeCanary?.begin({ api: api.api, ...urls }, schedules)
    new CfnOutput(this, 'ApiUrl', { value: urls.url, description: 'Routes such as v1/jobs are under this address' })
    if (this.functions.console) {
      new CfnOutput(this, 'ConsoleUrl', { value: `${urls.url}console/`, description: 'The web page' })
    }
    new CfnOutput(this, 'QueryUrl', { value: urls.queryUrl, description: 'Endpoint for tools of the Query API' })
  }
}

/** An API's address: at its own host, if it has one. */
const addressOf = (host: string | undefined, url: string) => (host === undefined ? url : `https://${host}/`)
