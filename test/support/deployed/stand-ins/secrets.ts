import { createHash } from 'node:crypto'
import { type AwsRequest, jsonOf, operationOf } from '../requests.ts'
import { ACCOUNT } from '../template.ts'
import { type AwsAnswer, json, jsonError } from './answer.ts'

/** Secrets Manager, as far as making a secret and reading it by its name goes. */
export const createSecrets = (region: string) => {
  const values = new Map<string, string>()
  const arns = new Map<string, string>()
  const arnOf = (name: string) => {
    const suffix = createHash('sha256').update(name).digest('hex').slice(0, 6)
    return `arn:aws:secretsmanager:${region}:${ACCOUNT}:secret:${name}-${suffix}`
  }
  return {
    /** @param arn the one that CloudFormation knows it by. Default: one made of its name */
    put: (name: string, value: string, arn = arnOf(name)) => {
      values.set(name, value)
      arns.set(name, arn)
    },
    arn: (name: string) => arns.get(name),
    answer: (request: AwsRequest): AwsAnswer => {
      if (operationOf(request) === 'CreateSecret') {
        const { Name, SecretString } = jsonOf(request)
        if (values.has(Name)) return jsonError('ResourceExistsException')
        values.set(Name, SecretString)
        arns.set(Name, arnOf(Name))
        return json({ ARN: arnOf(Name), Name })
      }
      if (operationOf(request) === 'DescribeSecret') {
        const { SecretId: Name } = jsonOf(request)
        if (!values.has(Name)) return jsonError('ResourceNotFoundException')
        const VersionIdsToStages = { 'a-version': ['AWSCURRENT'] }
        return json({ ARN: arns.get(Name), Name, LastChangedDate: 1_790_000_000, VersionIdsToStages })
      }
      if (operationOf(request) !== 'GetSecretValue') return jsonError('InvalidAction')
      const { SecretId: name, VersionStage = 'AWSCURRENT' } = jsonOf(request)
      const SecretString = VersionStage === 'AWSCURRENT' ? values.get(name) : undefined
      return SecretString === undefined
        ? jsonError('ResourceNotFoundException')
        : json({ ARN: arns.get(name), Name: name, SecretString })
    },
  }
}
