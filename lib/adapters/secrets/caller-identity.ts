import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { AWS_LIMITS, limited } from '../system/aws-limits.ts'

/** Who this machine's own credentials are of, as an ARN. It takes no permission. */
export const callerArn = async (client = limited(new STSClient(AWS_LIMITS), 'STS')): Promise<string> => {
  const { Arn } = await client.send(new GetCallerIdentityCommand())
  if (Arn === undefined) throw new Error('STS does not name the caller')
  return Arn
}
