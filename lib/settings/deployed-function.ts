import { reader } from './config.ts'
import type { Environment } from './settings.ts'

/** Which function this is, as its figures say. */
export interface DeployedFunction {
  readonly stage: string
  readonly name: string
  readonly version: string
}

/** Lambda names function and version itself (its developer guide, "Defined runtime environment variables"). */
export const deployedFunction = (environment: Environment): DeployedFunction => {
  const { settings, complete } = reader(environment)
  return complete({
    stage: settings.text('WAYBILL_STAGE'),
    name: environment.AWS_LAMBDA_FUNCTION_NAME || 'none',
    version: environment.AWS_LAMBDA_FUNCTION_VERSION || 'none',
  })
}
