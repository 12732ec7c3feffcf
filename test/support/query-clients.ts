import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe } from '@jest/globals'
import ImportExport from 'aws-sdk/clients/importexport.js'
import type { Credentials } from '../../lib/teams/keys.ts'

// aws-sdk 2 announces its end of support in every run.
createRequire(import.meta.url)('aws-sdk/lib/maintenance_mode_message').suppress = true

/** Elements by name; every text, number, boolean and time as text, since clients type them differently. */
export type Elements = Readonly<Record<string, unknown>>

export interface Outcome {
  readonly result?: Elements
  readonly fault?: { readonly code: string; readonly message: string; readonly class?: string }
}

/** A tool that speaks the Import/Export Query API and knows nothing of our code. */
export interface QueryClient {
  readonly name: string
  readonly isHere: boolean
  readonly signatureVersion: 2 | 4
  call(operation: string, params: object, at: { url: string; key: Credentials }): Promise<Outcome>
  /** The IDs of all jobs, a page at a time, by the client's own paging if it has one. */
  listAll(pageSize: number, at: { url: string; key: Credentials }): Promise<readonly string[]>
  /** Ends what it runs. */
  stop(): Promise<void>
}

/** A CI that cannot run these suites has lost them. */
const IS_CI = process.env.CI === 'true'

/** `describe` for a client, or a loud word that it is not here. */
export const describeClient = ({ name, isHere }: QueryClient): typeof describe.skip => {
  if (isHere || IS_CI) return describe
  process.stderr.write(`\n*** SKIPPED: no ${name} here. apt-get install awscli python3-boto python3-boto3 ***\n\n`)
  return describe.skip
}

const inPath = (program: string) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, program))
    .filter(file => existsSync(file))

const canImport = (python: string, module: string) => {
  try {
    execFileSync(python, ['-W', 'ignore', '-c', `import ${module}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const asTexts = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asTexts)
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined)
    return Object.fromEntries(
      entries.map(([name, member]) => [
        name,
        name === 'CreationDate' ? new Date(member).toISOString() : asTexts(member),
      ]),
    )
  }
  return String(value)
}

/** Clients answer objects; what is in them, the tests look for. */
const outcome = ({ result, fault }: { result?: unknown; fault?: Outcome['fault'] | undefined }): Outcome =>
  fault ? { fault } : { result: asTexts(result) as Elements }

const idsOf = (list: unknown): readonly string[] => {
  // What every client makes of ListJobs' answer.
  const { Jobs } = list as { readonly Jobs: readonly { readonly JobId: string }[] }
  return Jobs.map(({ JobId }) => JobId)
}

/** For clients that know no pages: from the last job of each on. */
const byMarker =
  (call: QueryClient['call']): QueryClient['listAll'] =>
  async (pageSize, at) => {
    const ids: string[] = []
    for (let more = true; more; ) {
      const Marker = ids.at(-1)
      const page = await call('ListJobs', { MaxJobs: pageSize, ...(Marker && { Marker }) }, at)
      ids.push(...idsOf(page.result))
      more = page.result?.IsTruncated === 'true'
    }
    return ids
  }

const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv) =>
  new Promise<{ readonly out: string; readonly error: string }>(resolve => {
    execFile(program, args, { env, maxBuffer: 16 * 1024 * 1024 }, (_, out, error) => resolve({ out, error }))
  })

const callAwsSdk: QueryClient['call'] = async (operation, params, { url, key }) => {
  const client = new ImportExport({
    endpoint: url,
    region: 'us-east-1',
    maxRetries: 0,
    paramValidation: false,
    // The SDK takes plain credentials; its types ask for its own class.
    credentials: { ...key } as never,
  })
  const name = operation.charAt(0).toLowerCase() + operation.slice(1)
  return client
    .makeRequest(name, { ...params })
    .promise()
    .then(
      ({ $response: _, ResponseMetadata: __, ...result }: Record<string, unknown>) => outcome({ result }),
      ({ code, message }: { code: string; message: string }) => outcome({ fault: { code, message } }),
    )
}

/** npm's aws-sdk 2: Signature Version 2. */
export const AWS_SDK: QueryClient = {
  name: 'aws-sdk 2',
  isHere: true,
  signatureVersion: 2,
  call: callAwsSdk,
  listAll: byMarker(callAwsSdk),
  stop: async () => undefined,
}

const [aws] = inPath('aws').filter(file => !file.includes('shims'))

const awsCliIn = async (home: string, args: readonly string[], { url, key }: { url: string; key: Credentials }) => {
  if (aws === undefined) throw new Error('No AWS CLI here; CI must have one')
  const all = ['importexport', ...args, '--output', 'json', '--endpoint-url', url]
  return run(aws, all, cliEnvironment(home, key))
}

const inHome = async <T>(act: (home: string) => Promise<T>): Promise<T> => {
  const home = await mkdtemp(join(tmpdir(), 'waybill-aws-cli-'))
  try {
    return await act(home)
  } finally {
    await rm(home, { recursive: true })
  }
}

/** The AWS CLI: Signature Version 4. */
export const AWS_CLI: QueryClient = {
  name: 'AWS CLI',
  isHere: aws !== undefined,
  signatureVersion: 4,
  call: (operation, params, at) =>
    inHome(async home => {
      const file = join(home, 'input.json')
      await writeFile(file, JSON.stringify(params))
      const name = operation.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase()
      const { out, error } = await awsCliIn(home, [name, '--cli-input-json', `file://${file}`, '--no-paginate'], at)
      const [, code = '', message = ''] =
        /error occurred \((\w+)\) when calling the \w+ operation(?: \([^)]*\))?: (.*)\n$/s.exec(error) ?? []
      if (error && !code) throw new Error(error)
      return outcome(error ? { fault: { code, message } } : { result: out.trim() === '' ? {} : JSON.parse(out) })
    }),
  listAll: (pageSize, at) =>
    inHome(async home => {
      const { out, error } = await awsCliIn(home, ['list-jobs', '--page-size', String(pageSize)], at)
      if (error) throw new Error(error)
      return idsOf(JSON.parse(out))
    }),
  stop: async () => undefined,
}

/** `aws importexport …`, as people type it. */
export const typeAwsCli = (args: readonly string[], at: { url: string; key: Credentials }) =>
  inHome(home => awsCliIn(home, args, at))

const cliEnvironment = (home: string, { accessKeyId, secretAccessKey, sessionToken }: Credentials) => ({
  PATH: process.env.PATH,
  HOME: home,
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  ...(sessionToken && { AWS_SESSION_TOKEN: sessionToken }),
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_MAX_ATTEMPTS: '1',
})

/** One process for all its calls: starting Python takes longer than they do. */
const boto = (name: string, module: 'boto' | 'boto3', signatureVersion: 2 | 4, verb = 'POST'): QueryClient => {
  const script = fileURLToPath(new URL('boto_client.py', import.meta.url))
  const python = inPath('python3').find(file => canImport(file, module))
  let child: ChildProcess | undefined
  let answers: AsyncIterator<string> | undefined
  const start = () => {
    if (python === undefined) throw new Error(`No ${name} here; CI must have one`)
    const env = { PATH: process.env.PATH, AWS_EC2_METADATA_DISABLED: 'true' }
    const started = spawn(python, ['-W', 'ignore', script, module, verb], {
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    child = started
    answers = createInterface({ input: started.stdout })[Symbol.asyncIterator]()
  }
  const call: QueryClient['call'] = async (operation, params, { url, key }) => {
    if (!child) start()
    child?.stdin?.write(`${JSON.stringify({ endpoint: url, key, operation, params })}\n`)
    const answer = await answers?.next()
    if (!answer || answer.done) throw new Error(`${name} ended without an answer to ${operation}`)
    return outcome(JSON.parse(answer.value))
  }
  const listAll: QueryClient['listAll'] = async (page_size, at) =>
    idsOf((await call('AllJobs', { page_size }, at)).result)
  return {
    name,
    isHere: python !== undefined,
    signatureVersion,
    call,
    listAll: module === 'boto3' ? listAll : byMarker(call),
    stop: async () => {
      if (!child || child.exitCode !== null) return
      child.stdin?.end()
      await once(child, 'exit')
    },
  }
}

/** All that there are. */
export const QUERY_CLIENTS: readonly QueryClient[] = [
  AWS_SDK,
  AWS_CLI,
  boto('boto3', 'boto3', 4),
  boto('boto 2', 'boto', 2),
  boto('boto 2 with GET', 'boto', 2, 'GET'),
]
