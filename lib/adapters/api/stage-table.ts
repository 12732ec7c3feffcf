import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { limited } from '../system/aws-limits.ts'
import { COMMAND_AWS_LIMITS } from '../system/distant-aws-limits.ts'

/** The table of a deployed stage, whose name CloudFormation chose: a function of the stage has it in its settings. */
export const tableOfStage = async (
  stage: string,
  client = limited(new LambdaClient(COMMAND_AWS_LIMITS), 'Lambda'),
): Promise<string> => {
  const FunctionName = `waybill-${stage}-manage-teams`
  const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }))
  const table = Environment?.Variables?.WAYBILL_TABLE
  if (table === undefined) throw new Error(`the settings of the function ${FunctionName} cannot be read`)
  return table
}
