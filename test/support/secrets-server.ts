import { createServer } from 'node:http'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { close, listen } from '../../lib/local/http-server.ts'

/**
 * As much of Secrets Manager's protocol as keys need (API reference: AWS JSON 1.1, staging labels), in memory. It takes what
 * the real SDK sends, so that what is tested is the adapter and the SDK together.
 */
export const startSecretsManager = async () => {
  const secrets = new Map<string, { current: string; previous?: string; changed: number; deleted?: true }>()
  const asked: string[] = []
  let fault: { status: number; type: string } | undefined
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const input = JSON.parse(Buffer.concat(chunks).toString() || '{}')
    const operation = String(request.headers['x-amz-target']).replace('secretsmanager.', '')
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body))
    const fail = (type: string, status = 400) => answer(status, { __type: type, Message: `${type} of a test` })
    const name = String(input.SecretId ?? input.Name ?? '')
    const secret = secrets.get(name)
    const changed = 1_790_000_000 + secrets.size
    asked.push(`${operation} ${name}${input.VersionStage === 'AWSPREVIOUS' ? ' previous' : ''}`.trim())

    if (fault) return fail(fault.type, fault.status)
    // What is deleted can be restored for some days, and takes no other request.
    const isGone = secret?.deleted === true && !['DescribeSecret', 'ListSecrets'].includes(operation)
    if (isGone) return fail('InvalidRequestException')
    if (operation === 'CreateSecret') {
      if (secret) return fail('ResourceExistsException')
      secrets.set(name, { current: input.SecretString, changed })
      return answer(200, { Name: name, ARN: `arn:${name}` })
    }
    if (operation === 'ListSecrets') {
      const { Values = [] } = input.Filters?.[0] ?? {}
      const found = [...secrets].filter(
        ([each, { deleted }]) => !deleted && Values.some((value: string) => each.toLowerCase().includes(value)),
      )
      const start = Number(input.NextToken ?? 0)
      const page = found.slice(start, start + 2).map(([Name, { changed }]) => ({ Name, LastChangedDate: changed }))
      return answer(200, { SecretList: page, ...(start + 2 < found.length && { NextToken: String(start + 2) }) })
    }
    if (!secret) return fail('ResourceNotFoundException')
    if (operation === 'PutSecretValue') {
      secrets.set(name, { current: input.SecretString, previous: secret.current, changed })
      return answer(200, { Name: name })
    }
    if (operation === 'DeleteSecret') {
      secrets.set(name, { ...secret, deleted: true })
      return answer(200, { Name: name })
    }
    if (operation === 'DescribeSecret') {
      const { deleted, previous, changed: LastChangedDate } = secret
      const VersionIdsToStages = { now: ['AWSCURRENT'], ...(previous !== undefined && { before: ['AWSPREVIOUS'] }) }
      return answer(200, { Name: name, LastChangedDate, VersionIdsToStages, ...(deleted && { DeletedDate: changed }) })
    }
    if (operation !== 'GetSecretValue') return fail('InvalidAction')
    const SecretString = input.VersionStage === 'AWSPREVIOUS' ? secret.previous : secret.current
    return SecretString === undefined ? fail('ResourceNotFoundException') : answer(200, { Name: name, SecretString })
  })
  const url = await listen(server, 0)
  return {
    url,
    client: secretsClient(url),
    secrets,
    /** What was asked since the last time, without what it was asked with. */
    asked: () => asked.splice(0),
    /** From now on every request fails so. */
    failWith: (status: number, type: string) => {
      fault = { status, type }
    },
    mend: () => {
      fault = undefined
    },
    stop: () => close(server),
  }
}

/** The real SDK, with a key that nobody checks and no patience. */
export const secretsClient = (endpoint: string) =>
  new SecretsManagerClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })

/** Where the same tests run against somebody else's Secrets Manager (`moto_server`), if there is one. */
export const AWS_ENDPOINT = process.env.WAYBILL_TEST_AWS_ENDPOINT
