import { LambdaIntegration, type RestApi } from 'aws-cdk-lib/aws-apigateway'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import type { WaybillFunction } from '../functions/waybill-function.ts'
import { accept } from '../stage/accepted.ts'
import type { Stage } from '../stage/stage.ts'
import type { DataKey } from '../storage/data-key.ts'
import type { GatewayLogging } from './gateway-logging.ts'
import { addGatewayResponses, faultAnswers } from './gateway-responses.ts'
import { closedRestApi } from './rest-api.ts'

/** The depot's API. One function serves the endpoint, the PDFs and the staff. */
export class DepotApi extends Construct {
  readonly api: RestApi

  constructor(
    scope: Construct,
    id: string,
    {
      fn,
      ...settings
    }: {
      readonly stage: Stage
      readonly key: DataKey
      readonly fn: WaybillFunction
      readonly logging: GatewayLogging | undefined
    },
  ) {
    super(scope, id)
    const { api } = closedRestApi(this, { ...settings, name: 'depot', description: 'Waybill: the depot' })
    const integration = new LambdaIntegration(fn.live as IFunction, { allowTestInvoke: false })
    api.root.addMethod('ANY', integration)
    api.root.addProxy({ anyMethod: true, defaultIntegration: integration })
    accept(api, {
      'AwsSolutions-APIG4':
        'The function verifies the signature of each request, the token of each link, and the secret of the staff.',
    })
    addGatewayResponses(api, faultAnswers)
    this.api = api
  }
}
