import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { serve } from '../../../lib/local/http-server.ts'
import { feed } from '../feed.ts'
import { OPERATOR } from './driver.ts'
import type { World } from './world.ts'

const run = promisify(execFile)
const SECRET = 'k8Qv2nW7rT4yUo1pZx6cVb3mLs9dFg5hJtRe0aNi'

/** Of a team that is not there yet. */
export interface NewTeam {
  readonly team: string
  readonly member: string
  readonly accessKeyId: string
  readonly manifest: string
}

/**
 * The three commands of `docs/teams.md` that lead from nothing to a team's first job, as processes of their own, at a stage
 * whose callers sign. How long each took, in milliseconds, and what the last one wrote.
 */
export const threeCommands = async (
  world: World,
  { team, member, accessKeyId, manifest }: NewTeam,
): Promise<{ readonly tookMs: readonly number[]; readonly printed: string; readonly files: readonly string[] }> => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-three-'))
  const [api, query] = await Promise.all(
    [world.api, world.query].map(({ answer }) => serve(answer, { port: 0, maxBodyBytes: 10_000_000 })),
  )
  if (!api || !query) throw new RangeError('Two servers were to be started.')
  try {
    const path = world.stage.customDomain === undefined ? `/${world.api.stage}` : ''
    const profile = { endpoint: `${api.url}${path}`, auth: 'iam', region: 'us-east-1' }
    const config = join(folder, 'config')
    await writeFile(config, JSON.stringify({ profiles: { stage: profile } }))
    await writeFile(join(folder, 'manifest.txt'), manifest)
    const as = (key: string, secret: string) => ({
      PATH: process.env.PATH,
      HOME: folder,
      WAYBILL_CONFIG: config,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: key,
      AWS_SECRET_ACCESS_KEY: secret,
      ...Object.fromEntries(
        ['SECRETS_MANAGER', 'DYNAMODB', 'LAMBDA', 'STS'].map(name => [`AWS_ENDPOINT_URL_${name}`, world.account.url]),
      ),
    })
    const commands = [
      [as('ASIAOPERATOR', 'x'), ['--profile', 'stage', 'teams', 'put', team, '--member', member, '--key', accessKeyId]],
      [as(OPERATOR, 'x'), ['keys', 'put', accessKeyId, '--team', team, '--stage', world.stage.name]],
      [as(accessKeyId, SECRET), ['CreateJob', 'Import', 'manifest.txt', '.', '--endpoint-url', `${query.url}${path}/`]],
    ] as const
    const tookMs: number[] = []
    let printed = ''
    for (const [env, args] of commands) {
      const started = performance.now()
      const command = run(process.execPath, [join(process.cwd(), 'bin/waybill.mjs'), ...args], { cwd: folder, env })
      feed(command.child, `${SECRET}\n`)
      printed = (await command).stdout
      tookMs.push(performance.now() - started)
    }
    return { tookMs, printed, files: await readdir(folder) }
  } finally {
    await Promise.all([api.stop(), query.stop()])
    await rm(folder, { recursive: true })
  }
}
