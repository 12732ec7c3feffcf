import type { RestApi } from 'aws-cdk-lib/aws-apigateway'
import type { ITable } from 'aws-cdk-lib/aws-dynamodb'
import type { Construct } from 'constructs'
import type { Checks } from '../functions/checks.ts'
import type { FunctionSchedules } from '../functions/function-schedules.ts'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import type { Backups } from '../recovery/backups.ts'
import type { Stage } from '../stage/stage.ts'
import type { StageAlarms } from './alarms.ts'
import { MonthlyBudget } from './monthly-budget.ts'
import { jobWidgets, Overview } from './overview.ts'
import { watchApi } from './watch-apis.ts'
import { watchBackups } from './watch-backups.ts'
import { watchCertificate } from './watch-certificate.ts'
import { watchChecks } from './watch-checks.ts'
import { watchFollower } from './watch-follower.ts'
import { watchLogs } from './watch-functions.ts'
import { watchHistory } from './watch-history.ts'
import { watchJobs } from './watch-jobs.ts'
import { watchNotices } from './watch-notices.ts'
import { watchRetention } from './watch-retention.ts'
import { watchSchedules } from './watch-schedules.ts'
import { watchService } from './watch-service.ts'
import { watchSmoke } from './watch-smoke.ts'
import { watchTable } from './watch-table.ts'

export interface WatchedStage {
  readonly stage: Stage
  readonly functions: readonly WaybillFunction[]
  readonly apis: Readonly<Record<string, RestApi>>
  readonly table: ITable
  readonly reconcile: WaybillFunction
  readonly schedules: FunctionSchedules
  readonly checks: Checks
  readonly follow: WaybillFunction
  readonly notify: WaybillFunction
  readonly signHistory: WaybillFunction
  /** Only for stages with a retention. */
  readonly purge: WaybillFunction | undefined
  readonly backups: Backups | undefined
}

/** Watches a stage as a whole, and makes its dashboard. */
export const watchStage = (scope: Construct, alarms: StageAlarms, watched: WatchedStage): void => {
  const { stage, functions, apis, table, reconcile, schedules, checks, follow, notify, signHistory, purge, backups } =
    watched
  watchLogs(alarms, functions, stage)
  for (const [of, api] of Object.entries(apis)) watchApi(alarms, of, api)
  watchTable(alarms, table)
  watchService(alarms, stage)
  watchJobs(alarms, reconcile)
  watchChecks(alarms, checks)
  watchFollower(alarms, follow)
  watchNotices(alarms, notify)
  watchHistory(alarms, signHistory)
  if (purge) watchRetention(alarms, purge)
  watchSchedules(alarms, schedules)
  watchCertificate(alarms, stage)
  if (stage.smoke) watchSmoke(alarms, stage.smoke)
  if (backups) watchBackups(alarms, backups)
  if (stage.budget !== undefined) {
    new MonthlyBudget(scope, 'Budget', { stage, dollars: stage.budget, topic: alarms.topic })
  }
  if (stage.watching === 'full') {
    const shown = { alarms, functions, apis: Object.values(apis), table }
    new Overview(scope, 'Overview', { dashboardName: `waybill-${stage.name}`, does: jobWidgets(alarms), shown })
  }
}
