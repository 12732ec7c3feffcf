import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findTool, missingTools } from '../outside-tools.ts'
import { asText, type ClientCall, type Outcome, type QueryClient } from './query-client.ts'

const AWS = findTool('aws')

/** The AWS CLI, any version that has `aws importexport`: Signature Version 4, its own XML reader. One process a call. */
export const AWS_CLI: QueryClient = {
  name: 'the AWS CLI',
  missing: missingTools({ aws: 'awscli' }),
  pages: true,
  ask: async (endpoint, { accessKeyId, secretAccessKey, sessionToken }, calls) => {
    const folder = await mkdtemp(join(tmpdir(), 'waybill-aws-cli-'))
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      ...(sessionToken && { AWS_SESSION_TOKEN: sessionToken }),
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
      PYTHONUTF8: '1',
    }
    try {
      const outcomes: Outcome[] = []
      for (const call of calls) {
        const args = ['importexport', ...(await argumentsOf(call, folder)), '--endpoint-url', endpoint]
        outcomes.push(await run([...args, '--output', 'json'], env))
      }
      return outcomes
    } finally {
      await rm(folder, { recursive: true })
    }
  },
}

const kebab = (name: string) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()

/** `{operation: 'CreateJob', params: {ValidateOnly: false}}` -> `create-job --no-validate-only` */
const argumentsOf = async ({ operation, params, pageSize }: ClientCall, folder: string): Promise<string[]> => {
  const args = [kebab(operation)]
  if (pageSize !== undefined) args.push('--page-size', String(pageSize))
  else if (operation === 'ListJobs') args.push('--no-paginate')
  for (const [name, value] of Object.entries(params)) {
    const option = `--${kebab(name.replace(/^APIVersion$/, 'apiVersion'))}`
    if (name === 'Manifest') {
      const file = join(folder, 'manifest.txt')
      await writeFile(file, String(value))
      args.push(option, `file://${file}`)
    } else if (typeof value === 'boolean') args.push(value ? option : option.replace('--', '--no-'))
    else if (Array.isArray(value)) args.push(option, ...value)
    else args.push(option, String(value))
  }
  return args
}

/** Some versions say how often they tried. */
const ERROR = /An error occurred \((\w+)\) when calling the \w+ operation(?: \(reached max retries: \d+\))?: (.*)/s

const run = (args: readonly string[], env: NodeJS.ProcessEnv): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    if (AWS === undefined) return reject(new Error('No AWS CLI here; CI must have one'))
    return execFile(AWS, args, { env }, (error, out, told) => {
      if (!error) return resolve({ result: asText(JSON.parse(out || '{}')) })
      const [, code, message] = ERROR.exec(told) ?? []
      return code && message !== undefined
        ? resolve({ fault: { code, message: message.trimEnd() } })
        : reject(new Error(told))
    })
  })
