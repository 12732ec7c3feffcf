import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { DEPOT_FUNCTION } from '../functions/functions.ts'
import { WaybillFunction } from '../functions/waybill-function.ts'
import { DepotApi } from '../gateway/depot-api.ts'
import { GatewayLogging } from '../gateway/gateway-logging.ts'
import { WebAcl } from '../gateway/web-acl.ts'
import { Backups } from '../recovery/backups.ts'
import { DataKey } from '../storage/data-key.ts'
import { DepotSecrets, type StaffSecret } from '../storage/depot-secrets.ts'
import { DepotTable } from '../storage/depot-table.ts'
import { SigningKeys } from '../storage/signing-keys.ts'
import { StageAlarms } from '../watching/alarms.ts'
import { Canary } from '../watching/canary.ts'
import { Overview } from '../watching/overview.ts'
import { watchApi } from '../watching/watch-apis.ts'
import { watchBackups } from '../watching/watch-backups.ts'
import { watchFunction, watchLogs } from '../watching/watch-functions.ts'
import { watchTable } from '../watching/watch-table.ts'
import { configureDepot, reachBuckets } from './depot-settings.ts'
import type { Stage } from './stage.ts'

/** The depot as a service: an Import/Export endpoint with its own API, table, secrets, alarms and firewall. */
export class DepotStack extends Stack {
  readonly function: WaybillFunction
  readonly url: string
  readonly staffSecret: StaffSecret

  constructor(scope: Construct, id: string, { stage, ...props }: StackProps & { readonly stage: Stage }) {
    super(scope, id, props)
    const key = new DataKey(this, 'DataKey', stage)
    this.function = new WaybillFunction(this, 'depot', { stage, key: key.key, row: DEPOT_FUNCTION })
    const jobs = new DepotTable(this, 'Jobs', { stage, key })
    jobs.grant(this.function)
    new SigningKeys(this, 'SigningKeys', stage).grantRead(this.function)
    const secrets = new DepotSecrets(this, 'Secrets', stage)
    secrets.grantRead(this.function)
    this.staffSecret = secrets.staff
    reachBuckets(this.function, stage)
    configureDepot(this.function, stage)
    const logging = stage.gatewayAccountRole ? new GatewayLogging(this, 'GatewayLogging') : undefined
    const { api } = new DepotApi(this, 'Api', { stage, key, fn: this.function, logging })
    this.url = api.url
    if (stage.waf) new WebAcl(this, 'WebAcl', { stage, key, part: 'depot' }).protect(api)

    const { table } = jobs.data
    const alarms = new StageAlarms(this, 'Alarms', { stage, part: 'depot' })
    const failing = watchFunction(alarms, this.function, stage)
    if (stage.canary) new Canary(this, 'Canary', { stage, part: 'depot' }).release(this.function, failing)
    watchLogs(alarms, [this.function], stage)
    watchApi(alarms, 'Depot', api)
    watchTable(alarms, table)
    if (stage.backup) {
      watchBackups(alarms, new Backups(this, 'Backups', { stage, key, part: 'depot', tables: [table], buckets: [] }))
    }
    if (stage.watching === 'full') {
      const shown = { alarms, functions: [this.function], apis: [api], table }
      new Overview(this, 'Overview', { dashboardName: `waybill-${stage.name}-depot`, does: [], shown })
    }
    new CfnOutput(this, 'DepotUrl', { value: this.url, description: 'Endpoint of the Import/Export Query API' })
  }
}
