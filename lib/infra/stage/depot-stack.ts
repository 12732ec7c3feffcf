import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { DEPOT_FUNCTION } from '../functions/functions.ts'
import { WaybillFunction } from '../functions/waybill-function.ts'
import { DepotApi } from '../gateway/depot-api.ts'
import { GatewayLogging } from '../gateway/gateway-logging.ts'
import { DataKey } from '../storage/data-key.ts'
import { DepotSecrets } from '../storage/depot-secrets.ts'
import { DepotTable } from '../storage/depot-table.ts'
import { SigningKeys } from '../storage/signing-keys.ts'
import { configureDepot, reachBuckets } from './depot-settings.ts'
import type { Stage } from './stage.ts'

/** The depot as a service: an Import/Export endpoint with an API, a table and secrets of its own. */
export class DepotStack extends Stack {
  readonly function: WaybillFunction
  readonly url: string

  constructor(scope: Construct, id: string, { stage, ...props }: StackProps & { readonly stage: Stage }) {
    super(scope, id, props)
    const key = new DataKey(this, 'DataKey', stage)
    this.function = new WaybillFunction(this, 'depot', { stage, row: DEPOT_FUNCTION })
    new DepotTable(this, 'Jobs', { stage, key }).grant(this.function)
    new SigningKeys(this, 'SigningKeys', stage).grantRead(this.function)
    new DepotSecrets(this, 'Secrets', stage).grantRead(this.function)
    reachBuckets(this.function, stage)
    configureDepot(this.function, stage)
    const logging = new GatewayLogging(this, 'GatewayLogging')
    this.url = new DepotApi(this, 'Api', { stage, fn: this.function, logging }).url
    new CfnOutput(this, 'DepotUrl', { value: this.url, description: 'Endpoint of the Import/Export Query API' })
  }
}
