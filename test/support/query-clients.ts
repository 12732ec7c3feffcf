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
import { readQueryAnswer } from './query-answer.ts'

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
  /** Operations and parameters that it does not know. Default: none */
  readonly lacks?: readonly string[]
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
  process.stderr.write(`\n*** SKIPPED: no ${name} here. Run .ci/tools ***\n\n`)
  return describe.skip
}

const inPath = (program: string) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, program))
    .filter(file => existsSync(file))

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

/** A program of another language that calls with its own library: a JSON order a line in, its outcome a line out. */
interface Program {
  readonly name: string
  readonly signatureVersion: 2 | 4
  /** The interpreter, the script and its arguments; `undefined`: the library is not here. */
  readonly command: readonly string[] | undefined
  readonly hasOwnPaging?: boolean
  readonly lacks?: readonly string[]
}

/** One process for all its calls: starting an interpreter takes longer than they do. */
const programClient = ({ name, signatureVersion, command, hasOwnPaging = false, lacks = [] }: Program): QueryClient => {
  let child: ChildProcess | undefined
  let answers: AsyncIterator<string> | undefined
  const start = () => {
    const [program, ...args] = command ?? []
    if (program === undefined) throw new Error(`No ${name} here; CI must have one`)
    const env = { PATH: process.env.PATH, AWS_EC2_METADATA_DISABLED: 'true' }
    const started = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'inherit'] })
    // Where it has ended, its answers have too, and `call` reports that.
    started.stdin.on('error', () => undefined)
    child = started
    answers = createInterface({ input: started.stdout })[Symbol.asyncIterator]()
  }
  const call: QueryClient['call'] = async (operation, params, { url, key }) => {
    if (!child) start()
    child?.stdin?.write(`${JSON.stringify({ endpoint: url, key, operation, params })}\n`)
    const answer = await answers?.next()
    if (!answer || answer.done) throw new Error(`${name} ended without an answer to ${operation}`)
    const { xml, ...read } = JSON.parse(answer.value)
    return outcome(xml === undefined ? read : outcomeOfXml(xml))
  }
  const listAll: QueryClient['listAll'] = async (page_size, at) =>
    idsOf((await call('AllJobs', { page_size }, at)).result)
  return {
    name,
    isHere: command !== undefined,
    signatureVersion,
    lacks,
    call,
    listAll: hasOwnPaging ? listAll : byMarker(call),
    stop: async () => {
      if (!child || child.exitCode !== null) return
      child.stdin?.end()
      await once(child, 'exit')
    },
  }
}

/** The answer, where the library signs and sends only. */
const outcomeOfXml = (xml: string) => {
  const { result, fault } = readQueryAnswer(xml)
  return fault ? { fault: { code: fault.Code, message: fault.Message } } : { result: withLists(result || {}) }
}

const withLists = (result: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(result).map(([name, value]) => {
      if (name !== 'Jobs' && name !== 'ArtifactList') return [name, value]
      // What the parser makes of a list.
      return [name, (value as { readonly member?: readonly object[] }).member ?? []]
    }),
  )

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** The interpreter, if it is here and has the library. */
const interpreter = (program: string, probe: readonly string[]) =>
  inPath(program).find(file => {
    try {
      execFileSync(file, probe, { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  })

const commandOf = (program: string, probe: readonly string[], args: readonly string[]) => {
  const file = interpreter(program, probe)
  return file === undefined ? undefined : [file, ...args]
}

const boto = (module: 'boto' | 'boto3', verb = 'POST') =>
  commandOf(
    'python3',
    ['-W', 'ignore', '-c', `import ${module}`],
    ['-W', 'ignore', script('boto_client.py'), module, verb],
  )
const perl = (gets: 'bytes' | 'characters') =>
  commandOf('perl', ['-MVM::EC2', '-e', '1'], [script('vm_ec2_client.pl'), gets])
const ruby = commandOf('ruby', ['-e', 'require "aws-sdk"; AWS::ImportExport'], ['-W0', script('aws_sdk_client.rb')])
const ASYNC_AWS = 'require "/usr/share/php/AsyncAws/Core/autoload.php";'
const php = (way: string) => commandOf('php', ['-r', ASYNC_AWS], [script('async_aws_client.php'), way])

export const BOTO3 = programClient({ name: 'boto3', signatureVersion: 4, command: boto('boto3'), hasOwnPaging: true })

/** VM::EC2 as it is called by who does not know that it signs characters in another encoding than it sends. */
export const VM_EC2_WITH_CHARACTERS = programClient({
  name: "Perl's VM::EC2 with decoded texts",
  signatureVersion: 2,
  command: perl('characters'),
})

/** Those that know the service's model whole. */
export const QUERY_CLIENTS: readonly QueryClient[] = [
  AWS_SDK,
  AWS_CLI,
  BOTO3,
  programClient({ name: 'boto 2', signatureVersion: 2, command: boto('boto') }),
  programClient({ name: 'boto 2 with GET', signatureVersion: 2, command: boto('boto', 'GET') }),
]

/** Those of other languages: an SDK with an older model, and libraries that sign and send what they are given. */
export const OTHER_LANGUAGES: readonly QueryClient[] = [
  programClient({
    name: 'AWS SDK for Ruby 1',
    signatureVersion: 2,
    command: ruby,
    // Its model is of 2011.
    lacks: ['GetShippingLabel', 'APIVersion'],
  }),
  programClient({ name: "Perl's VM::EC2", signatureVersion: 2, command: perl('bytes') }),
  programClient({ name: "PHP's AsyncAws", signatureVersion: 4, command: php('sign') }),
  programClient({
    name: "PHP's AsyncAws, presigned",
    signatureVersion: 4,
    command: php('presign'),
    // PHP reads the dots in the names of a list's members as underscores.
    lacks: ['GetShippingLabel'],
  }),
]
