import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { DataKey } from './data-key.ts'
import { DepotApi } from './depot-api.ts'
import { DepotSecrets } from './depot-secrets.ts'
import { configureDepot, reachBuckets } from './depot-settings.ts'
import { DepotTable } from './depot-table.ts'
import { DEPOT_FUNCTION } from './functions.ts'
import { GatewayLogging } from './gateway-logging.ts'
import { SigningKeys } from './signing-keys.ts'
import type { Stage } from './stage.ts'
import { WaybillFunction } from './waybill-function.ts'

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
