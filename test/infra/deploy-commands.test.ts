import { execFile, spawnSync } from 'node:child_process'
import { createHash, createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { SignatureV4 } from '@smithy/signature-v4'
import { COMMANDS, FAMILIES } from '../../lib/cli/commands.ts'
import { FUNCTIONS } from '../../lib/infra/functions/functions.ts'
import { type IncomingRequest, type RunningServer, serve } from '../../lib/local/http-server.ts'
import { describeWith, missingTools } from '../support/outside-tools.ts'

const shell = promisify(execFile)

/** Every command line of the pages, those that go over several lines as one. */
const PAGES = ['docs/deploy.md', 'docs/recovery.md'].map(page => readFileSync(page, 'utf8')).join('\n')
const LINES = [...PAGES.matchAll(/^ *```sh\n(.*?)```/gms)].flatMap(([, block = '']) =>
  block
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== ''),
)
const linesOf = (pattern: RegExp) => LINES.filter(line => pattern.test(line))

describe('the commands of docs/deploy.md', () => {
  it('are of tools that are there', () => {
    expect(
      LINES.filter(
        line =>
          !/^(?:\w+=\$\()?(?:npm ci$|for FUNCTION in [\w -]+; do aws |npx cdk |aws |curl |read -rs SECRET; .*npx waybill )/.test(
            line,
          ),
      ),
    ).toEqual([])
  })

  it('are commands that waybill has', () => {
    const named = linesOf(/npx waybill /).map(line => /npx waybill (\w+)/.exec(line)?.[1] ?? '')

    expect(named.length).toBeGreaterThan(0)
    expect(named.filter(name => !(name in COMMANDS) && !(name in FAMILIES))).toEqual([])
  })

  it('name functions that a stage has', () => {
    const named = linesOf(/^for FUNCTION in /).flatMap(line => /in ([^;]+);/.exec(line)?.[1]?.split(' ') ?? [])

    expect(named.length).toBeGreaterThan(0)
    expect(named.filter(name => !(name in FUNCTIONS))).toEqual([])
  })

  it.each([...new Set(linesOf(/^npx cdk /).map(line => /^npx cdk (\w+)/.exec(line)?.[1] ?? ''))])(
    'give cdk %s only options that it has',
    async command => {
      const { stdout } = await shell(process.execPath, ['node_modules/aws-cdk/bin/cdk', command, '--help'])
      const options = linesOf(new RegExp(`^npx cdk ${command}\\b`)).flatMap(
        line => line.match(/(?<= )--?[a-z]+/g) ?? [],
      )

      expect(stdout).toContain(`cdk ${command}`)
      expect(options.filter(option => !new RegExp(`${option}\\b`).test(stdout))).toEqual([])
    },
  )
})

/** A loop's body is sent like any other line, and once: the AWS CLI takes half a second to start. */
const toServer = (command: string, url: string) =>
  /; done$/.test(command)
    ? command.replace(/( in \S+)[^;]*/, '$1').replace(/; done$/, ` --endpoint-url ${url}; done`)
    : `${command} --endpoint-url ${url}`

/** Debian 12 has version 2.9, which does not know that a table can be protected. */
const isOldCli = () => {
  const [, major, minor] = /^aws-cli\/(\d+)\.(\d+)/.exec(spawnSync('aws', ['--version']).stdout?.toString() ?? '') ?? []
  return Number(major) === 2 && Number(minor) < 11
}
const AWS_LINES = linesOf(/^(?:\w+=\$\(|for .*; do )?aws /)
const KNOWN_LINES = AWS_LINES.filter(line => !line.includes('deletion-protection') || !isOldCli())
if (KNOWN_LINES.length < AWS_LINES.length)
  process.stderr.write('\n*** NOT TRIED "protection of a table": this AWS CLI is older than 2.11 ***\n\n')

describeWith(missingTools({ aws: 'awscli' }), "docs/deploy.md's lines for the AWS CLI", () => {
  let server: RunningServer
  let sent = 0
  beforeAll(async () => {
    server = await serve(
      async () => {
        sent += 1
        return { status: 400, headers: {}, body: '' }
      },
      { port: 0, maxBodyBytes: 1_000_000 },
    )
  })
  afterAll(() => server.stop())

  it.each(KNOWN_LINES)('are understood by it, and sent: %s', async line => {
    const command = line.replace(/^\w+=\$\((.*)\)$/, '$1')
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_MAX_ATTEMPTS: '1',
      TABLE: 'waybill-dev-Jobs',
      BUCKET: 'waybill-dev-bucket',
      VERSIONS: '{"Objects": [{"Key": "key", "VersionId": "1"}]}',
      SECRET_NAME: 'waybill/dev/keys/AKIAIOSFODNN7EXAMPLE',
    }
    const before = sent

    // What it gets is refused; a line that it does not understand it does not send.
    const told = await shell('sh', ['-c', toServer(command, server.url)], { env }).catch(error => error)

    expect({ sent: sent > before, told: String(told.stderr) }).toEqual({ sent: true, told: expect.any(String) })
  })
})

const CREDENTIALS = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE==',
}

/** AWS's own signer, in place of API Gateway. */
const signedAgain = async ({ method, target, headers, body }: IncomingRequest) => {
  const sha256 = class {
    readonly #hash
    constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
      // Its types allow any source of bytes; it passes texts and byte arrays.
      this.#hash = secret ? createHmac('sha256', secret as string) : createHash('sha256')
    }
    update(data: string | ArrayBuffer | ArrayBufferView) {
      this.#hash.update(data as string)
    }
    digest = async () => new Uint8Array(this.#hash.digest())
  }
  const url = new URL(target, 'http://gateway')
  const covered = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? []
  const time = String(headers['x-amz-date'])
  const signer = new SignatureV4({
    service: 'execute-api',
    region: 'us-east-1',
    credentials: CREDENTIALS,
    sha256,
    applyChecksum: false,
  })
  const { headers: again } = await signer.sign(
    {
      method,
      protocol: 'http:',
      hostname: String(headers.host),
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(covered.map(name => [name, String(headers[name])])),
      body: body && Buffer.from(body),
    },
    { signingDate: new Date(time.replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5')) },
  )
  return { covered, again: String(again.authorization) }
}

describeWith(missingTools({ curl: 'curl' }), "docs/deploy.md's lines for curl", () => {
  let server: RunningServer
  const seen: IncomingRequest[] = []
  beforeAll(async () => {
    server = await serve(
      async request => {
        seen.push(request)
        return { status: 200, headers: {}, body: '' }
      },
      { port: 0, maxBodyBytes: 1_000_000 },
    )
  })
  afterAll(() => server.stop())

  const send = async (line = '') => {
    seen.length = 0
    const env = {
      PATH: process.env.PATH,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_SESSION_TOKEN: CREDENTIALS.sessionToken,
      TOKEN: 'a.jwt.token',
    }
    const here = line.replace('API_URL', `${server.url}/prod`).replace('aws:amz:REGION:', 'aws:amz:us-east-1:')
    await shell('sh', ['-c', `${here} --silent --show-error --fail`], { env })
    const [request] = seen
    if (!request) throw new Error('Nothing was sent')
    return request
  }

  it('sign the first request as API Gateway asks, the manifest byte for byte', async () => {
    const request = await send(linesOf(/^curl --aws-sigv4/)[0])
    const { covered, again } = await signedAgain(request)
    const signature = (text = '') => /Signature=(\w+)/.exec(text)?.[1]

    expect(request.body).toEqual(readFileSync('examples/manifests/s3-import.txt'))
    expect(covered).toEqual(expect.arrayContaining(['host', 'x-amz-date', 'x-amz-security-token']))
    expect(signature(request.headers.authorization)).toBe(signature(again))
  })

  it('send a token where the stage takes tokens', async () => {
    const { headers, target } = await send(linesOf(/^curl .*Bearer/)[0])

    expect([target, headers.authorization]).toEqual(['/prod/v1/jobs', 'Bearer a.jwt.token'])
  })
})
