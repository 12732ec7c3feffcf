import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { limited } from '../system/aws-limits.ts'
import { COMMAND_AWS_LIMITS } from '../system/distant-aws-limits.ts'

/** The ARN of the owner of this machine's credentials. Needs no permission. */
export const callerArn = async (client = limited(new STSClient(COMMAND_AWS_LIMITS), 'STS')): Promise<string> => {
  const { Arn } = await client.send(new GetCallerIdentityCommand())
  if (Arn === undefined) throw new Error('STS does not name the caller')
  return Arn
}
