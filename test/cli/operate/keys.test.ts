import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createDynamoHistory } from '../../../lib/adapters/dynamo/audit-history.ts'
import { jobTableDefinition } from '../../../lib/adapters/dynamo/job-table.ts'
import { createFileKeys } from '../../../lib/adapters/secrets/file-keys.ts'
import { keyStream } from '../../../lib/audit/streams.ts'
import { eventSpoolIn } from '../../../lib/local/data-dir.ts'
import { takeInKeyEvents } from '../../../lib/local/key-events.ts'
import { type AwsAnswer, type AwsRequest, startAws } from '../../support/aws-server.ts'
import { commandIo, waybill } from '../../support/command-io.ts'
import { startDynamo } from '../../support/dynalite.ts'
import { feed } from '../../support/feed.ts'
import { startSecretsManager } from '../../support/secrets-server.ts'
import { submissionWorld } from '../../support/submission-world.ts'

const KEY = 'AKIAI44QH8DHBEXAMPLE'
const SECRET = 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY'
const NEW_SECRET = 'p9Fh2KzQ7vXw4LmT8sBd1RyE6uNc3GaJ5oVi0TzQ'
const OTHER = 'AKIAI44QH8DHBEXAMPL2'
const EXAMPLE = 'AKIAIOSFODNN7EXAMPLE'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-keys-'))
})
afterEach(() => rm(folder, { recursive: true }))

const run = async (args: readonly string[], input = '') => {
  const io = commandIo({ input, env: { WAYBILL_DATA_DIR: join(folder, 'data') } })
  const code = await waybill(['keys', ...args], io)
  return { code, printed: io.printed(), complained: io.complained() }
}
const keysFile = () => join(folder, 'data', 'keys.json')

describe('waybill keys on this machine', () => {
  it('puts a key before the others of its team, in a file that only its owner may read', async () => {
    expect(await run(['put', KEY], `${SECRET}\n`)).toEqual({
      code: 0,
      printed: `${KEY} is stored for team local\n`,
      complained: '',
    })

    const ofTeam = await createFileKeys(keysFile()).ofTeam('local')
    expect(ofTeam.map(({ accessKeyId }) => accessKeyId)).toEqual([KEY, EXAMPLE])
    expect(ofTeam[0]?.secretAccessKey).toBe(SECRET)
    expect((await stat(keysFile())).mode & 0o777).toBe(0o600)
  })

  it('loses none of several that are put at once, by several processes', async () => {
    const ids = Array.from({ length: 4 }, (_, index) => `AKIAI44QH8DHBEXAMPL${index}`)
    const env = { PATH: process.env.PATH, WAYBILL_DATA_DIR: join(folder, 'data') }
    await Promise.all(
      ids.map(
        id =>
          new Promise<void>((resolve, reject) => {
            const child = execFile(process.execPath, ['bin/waybill.mjs', 'keys', 'put', id], { env }, error =>
              error ? reject(error) : resolve(),
            )
            feed(child, SECRET)
          }),
      ),
    )

    const ofTeam = await createFileKeys(keysFile()).ofTeam('local')
    expect(ofTeam.map(({ accessKeyId }) => accessKeyId).toSorted()).toEqual([...ids, EXAMPLE].toSorted())
  })

  it('loses none of several that are put at once in one process', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `AKIAI44QH8DHBEXAMPL${index}`)
    await Promise.all(ids.map(id => run(['put', id], SECRET)))

    expect((await run(['list'])).printed.split('\n').filter(Boolean)).toHaveLength(9)
  })

  it('lists them, and no secret', async () => {
    await run(['put', KEY, '--team', 'film'], SECRET)

    const text = await run(['list'])
    expect(text).toMatchObject({ code: 0, complained: '' })
    expect(text.printed).toMatch(new RegExp(`^${EXAMPLE}  local\\n${KEY}  film  \\S+Z  0 days old\\n$`))
    const json = await run(['list', '--format', 'json'])
    expect(JSON.parse(json.printed)).toEqual({
      keys: [
        { accessKeyId: EXAMPLE, team: 'local' },
        { accessKeyId: KEY, team: 'film', changedAt: expect.any(String) },
      ],
    })
  })

  it('rotates one: the new secret signs, and the one before still verifies', async () => {
    await run(['put', KEY], SECRET)
    const { code, printed } = await run(['rotate', KEY], NEW_SECRET)

    expect(code).toBe(0)
    expect(printed).toContain(`${KEY} is rotated.`)
    const found = await createFileKeys(keysFile()).find(KEY)
    expect(found).toEqual({
      accessKeyId: KEY,
      secretAccessKey: NEW_SECRET,
      previousSecretAccessKey: SECRET,
      team: 'local',
    })
    expect(await createFileKeys(keysFile()).ofTeam('local')).toContainEqual({
      accessKeyId: KEY,
      secretAccessKey: NEW_SECRET,
    })
  })

  it('deletes one, and it signs and verifies nothing any longer', async () => {
    await run(['put', KEY], SECRET)

    expect(await run(['delete', KEY])).toEqual({ code: 0, printed: `${KEY} is deleted.\n`, complained: '' })
    expect(await createFileKeys(keysFile()).find(KEY)).toBeUndefined()
    expect(await run(['delete', KEY])).toMatchObject({ code: 1 })
  })

  it('refuses what is there already, and what is not there', async () => {
    await run(['put', KEY], SECRET)

    expect(await run(['put', KEY, '--team', 'film'], NEW_SECRET)).toMatchObject({
      code: 1,
      complained: expect.stringContaining('is there already'),
    })
    expect(await run(['rotate', 'AKIANOBODYNOBODY0000'], NEW_SECRET)).toMatchObject({
      code: 1,
      complained: expect.stringContaining('unknown key AKIANOBODYNOBODY0000'),
    })
    expect(await readFile(keysFile(), 'utf8')).not.toContain('other')
  })

  it.each([
    ['nothing', '', 'standard input has no secret'],
    ['an empty line', '\n', 'standard input has no secret'],
    ['two lines', 'one\ntwo\n', 'one line without blanks'],
    ['a sentence', 'my secret key', 'one line without blanks'],
    ['a short text', 'je7MtGbClwBF', 'the secret is weak'],
    ['one letter many times', 'a'.repeat(40), 'the secret is weak'],
  ])('refuses %s as a secret', async (_what, input, message) => {
    const { code, complained } = await run(['put', KEY], input)

    expect({ code, complained }).toEqual({ code: 1, complained: expect.stringContaining(message) })
    await expect(stat(keysFile())).rejects.toThrow('ENOENT')
  })

  it.each([
    [[], 'Usage: waybill keys'],
    [['show'], "unknown command 'show'"],
    [['put'], "missing required argument 'access-key-id'"],
    [['put', 'A B'], 'an access key ID has 16 to 128 letters and digits'],
    [['put', KEY, SECRET], 'too many arguments'],
    [['list', KEY], 'too many arguments'],
    [['put', KEY, '--team', 'a/b'], '"a/b" is not a team\'s name'],
    [['put', KEY, '--stage', 'Prod!'], '"Prod!" is not a stage\'s name'],
    [['rotate', KEY, '--team', 'lab'], "unknown option '--team'"],
    [['list', '--format', 'xml'], "'xml' is invalid"],
    [['list', '--secret', SECRET], '--secret'],
    [['list', `--secret=${SECRET}`], '--secret'],
  ])('refuses %j, and repeats no secret', async (args, message) => {
    const { code, complained } = await run(args, SECRET)

    expect(code).toBe(2)
    expect(complained).toContain(message)
    expect(complained).not.toContain(SECRET)
  })
})

describe('the history of this machine', () => {
  it('has what was done with keys, and who did it, as soon as Waybill runs', async () => {
    await run(['put', KEY, '--team', 'film'], SECRET)
    await run(['put', KEY], SECRET)
    await run(['rotate', KEY], NEW_SECRET)
    await run(['delete', KEY])

    const dataDir = join(folder, 'data')
    const spool = eventSpoolIn(dataDir)
    expect(await readFile(spool, 'utf8')).not.toMatch(/je7MtGb|p9Fh2Kz/)
    const { deps } = submissionWorld()
    const tasks = await takeInKeyEvents({ eventSpool: spool, database: { flushed: async () => undefined } }, deps)
    await tasks.stop()

    const { events } = await deps.history.feed({}, { limit: 100 })
    const about = {
      principal: `this machine: ${userInfo().username}`,
      userAgent: expect.stringMatching(/^waybill keys \w+$/),
      team: 'film',
      detail: KEY,
      stream: keyStream(KEY),
    }
    expect(events.map(({ action, outcome, code = '' }) => `${action} ${outcome} ${code}`.trim())).toEqual([
      'put-key begun',
      'put-key done',
      'put-key begun',
      'put-key refused KEY_EXISTS',
      'rotate-key begun',
      'rotate-key done',
      'delete-key begun',
      'delete-key done',
    ])
    for (const event of events) expect(event).toMatchObject(about)
    await expect(stat(spool)).rejects.toThrow('ENOENT')
  })

  it('that cannot be written keeps keys as they are', async () => {
    await run(['put', KEY], SECRET)
    const spool = eventSpoolIn(join(folder, 'data'))
    await rm(spool)
    await mkdir(spool)

    const { code, complained } = await run(['rotate', KEY], NEW_SECRET)

    expect(code).toBe(1)
    expect(complained).toContain('the history of this machine cannot take this change, so nothing was changed')
    expect((await createFileKeys(keysFile()).find(KEY))?.secretAccessKey).toBe(SECRET)
  })
})

describe('waybill start', () => {
  it.each([
    ['is of two teams', { lab: [KEY], film: [KEY] }, `${KEY} of lab and of film`],
    ['is no key', { lab: [''] }, 'must hold {"teams"'],
  ])('refuses a key that %s, before anybody can ask', async (_what, teams, message) => {
    const keysOf = (ids: readonly string[]) => ids.map(accessKeyId => ({ accessKeyId, secretAccessKey: SECRET }))
    const contents = { teams: Object.fromEntries(Object.entries(teams).map(([team, ids]) => [team, keysOf(ids)])) }
    await mkdir(join(folder, 'data'))
    await writeFile(keysFile(), JSON.stringify(contents))
    const io = commandIo({
      env: { WAYBILL_DATA_DIR: join(folder, 'data'), WAYBILL_PORT: '0', WAYBILL_DEPOT_PORT: '0' },
    })

    expect(await waybill(['start'], io)).toBe(1)
    expect(io.complained()).toMatch(/^waybill start: .*keys\.json/)
    expect(io.complained()).toContain(message)
    expect(io.complained()).not.toContain(SECRET)
  })
})

describe('waybill keys of a stage', () => {
  const TABLE = 'waybill-prod-table'
  const ARN = 'arn:aws:sts::123456789012:assumed-role/operators/olga'
  let server: Awaited<ReturnType<typeof startSecretsManager>>
  let dynamo: Awaited<ReturnType<typeof startDynamo>>
  let aws: Awaited<ReturnType<typeof startAws>>
  let isDeployed = true
  /** Lambda and STS, as much of them as the command asks. */
  const answer = ({ path, body }: AwsRequest): AwsAnswer => {
    if (path.startsWith('/2015-03-31/functions/waybill-prod-manage-teams')) {
      if (isDeployed) return { body: { Environment: { Variables: { WAYBILL_TABLE: TABLE } } } }
      return { status: 404, type: 'ResourceNotFoundException', body: { Message: 'Function not found' } }
    }
    expect(body).toMatchObject({ Action: 'GetCallerIdentity' })
    return {
      body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${ARN}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`,
    }
  }
  beforeEach(async () => {
    isDeployed = true
    server = await startSecretsManager()
    dynamo = await startDynamo(jobTableDefinition(TABLE))
    aws = await startAws(answer)
  })
  afterEach(() => Promise.all([server.stop(), dynamo.stop(), aws.stop()]))
  const historyOf = async (accessKeyId: string) =>
    (
      await createDynamoHistory(dynamo.documents, TABLE, () => new Date()).stream(keyStream(accessKeyId), {
        limit: 100,
      })
    ).events

  /** As its own process, which the AWS SDK tells by its environment where Secrets Manager is. */
  const runStage = (args: readonly string[], input = '') =>
    new Promise<{ code: unknown; stdout: string; stderr: string }>(done => {
      const env = {
        PATH: process.env.PATH,
        HOME: folder,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
        AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
        AWS_ENDPOINT_URL_LAMBDA: aws.url,
        AWS_ENDPOINT_URL_STS: aws.url,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_MAX_ATTEMPTS: '1',
      }
      const command = ['bin/waybill.mjs', 'keys', ...args, '--stage', 'prod']
      const child = execFile(process.execPath, command, { env }, (error, stdout, stderr) =>
        done({ code: error?.code ?? 0, stdout, stderr }),
      )
      feed(child, input)
    })

  it('puts, rotates and lists secrets of their names in Secrets Manager', async () => {
    const put = await runStage(['put', KEY, '--team', 'lab'], `${SECRET}\n`)
    expect(put).toMatchObject({ code: 0, stderr: '' })
    expect(put.stdout).toContain(`waybill teams put lab --key ${KEY}`)
    expect(await runStage(['rotate', KEY], `${NEW_SECRET}\n`)).toMatchObject({ code: 0, stderr: '' })

    const name = `waybill/prod/keys/${KEY}`
    expect(server.secrets.get(name)).toMatchObject({
      current: JSON.stringify({ accessKeyId: KEY, secretAccessKey: NEW_SECRET, team: 'lab' }),
      previous: JSON.stringify({ accessKeyId: KEY, secretAccessKey: SECRET, team: 'lab' }),
    })
    const { stdout } = await runStage(['list'])
    expect(stdout).toMatch(/^AKIAI44QH8DHBEXAMPLE {2}2026-\S+Z {2}\d+ days old\n$/)
    expect(await runStage(['delete', KEY])).toMatchObject({ code: 0, stderr: '' })
    expect(server.secrets.get(name)).toMatchObject({ deleted: true })
    expect(await runStage(['delete', KEY])).toMatchObject({ code: 1 })
    for (const command of ['put', 'rotate']) {
      const { code, stderr } = await runStage([command, KEY], `${SECRET}\n`)
      expect(code).toBe(1)
      expect(stderr).toContain('Nothing was changed.')
      expect(stderr).toContain(`aws secretsmanager restore-secret --secret-id ${name}\n`)
    }

    const events = await historyOf(KEY)
    expect(events.map(({ action, outcome, team, code }) => [action, outcome, team, ...(code ? [code] : [])])).toEqual([
      ['put-key', 'begun', 'lab'],
      ['put-key', 'done', 'lab'],
      ['rotate-key', 'begun', undefined],
      ['rotate-key', 'done', undefined],
      ['delete-key', 'begun', undefined],
      ['delete-key', 'done', undefined],
      ['delete-key', 'begun', undefined],
      ['delete-key', 'refused', undefined, 'KEY_NOT_FOUND'],
      ['put-key', 'begun', undefined],
      ['put-key', 'refused', undefined, 'KEY_DELETED'],
      ['rotate-key', 'begun', undefined],
      ['rotate-key', 'refused', undefined, 'KEY_DELETED'],
    ])
    for (const event of events) expect(event).toMatchObject({ principal: ARN, accessKeyId: 'test', detail: KEY })
    expect(JSON.stringify(events)).not.toMatch(/je7MtGb|p9Fh2Kz/)
  })

  it('changes nothing that the history of the stage cannot take', async () => {
    isDeployed = false
    const { code, stderr } = await runStage(['put', OTHER], SECRET)

    expect(code).toBe(1)
    expect(stderr).toBe(
      'waybill keys put: the history of stage prod cannot take this change, so nothing was changed: Function not found\n',
    )
    expect(server.secrets.has(`waybill/prod/keys/${OTHER}`)).toBe(false)
  })

  it('reports what Secrets Manager answers, and no secret', async () => {
    server.failWith(400, 'AccessDeniedException')

    const { code, stderr } = await runStage(['put', KEY], SECRET)
    expect(code).toBe(1)
    expect(stderr).toBe('waybill keys put: the keys of stage prod cannot be reached: AccessDeniedException of a test\n')
  })
})
