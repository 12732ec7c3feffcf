import { resolve } from 'node:path'
import { types } from 'node:util'
import { createFileKeyRing } from '../../adapters/secrets/file-key-ring.ts'
import { lock } from '../../adapters/sqlite/lock.ts'
import { newId } from '../../adapters/system/system.ts'
import { keysFileIn, LOCAL_TEAM, OUT_OF_THE_BOX } from '../../local/data-dir.ts'
import { localConfig } from '../../settings/config.ts'
import type { KeyRing } from '../../teams/keys.ts'
import { isTeamName } from '../../teams/teams.ts'
import type { Command, Io } from '../command.ts'
import { CommandError, EXIT_CODES, UsageError } from '../command-error.ts'
import type { KeyOptions } from './options.ts'

/** Adds a key that Waybill signs with. No secret is printed. */
export const putKey: Command<KeyOptions & { team: string | undefined }> = {
  run: async ({ args: [accessKeyId = ''], options, io }) => {
    const { stage, team } = checked(options)
    if (team !== undefined && stage !== undefined) {
      throw new UsageError('--team is for the keys of this machine; the teams of a stage stand in its settings.')
    }
    if (team !== undefined && !isTeamName(team)) throw new UsageError(`"${team}" is not a team's name.`)
    const owner = team ?? LOCAL_TEAM
    const ring = await ringOf(stage, owner, io)
    const secret = await readSecret(checkedId(accessKeyId), io)
    if (!(await reporting(ring.put(accessKeyId, secret), stage))) {
      throw new CommandError(`${accessKeyId} is there already; give it another secret with: waybill keys rotate`)
    }
    const next = `Name it under teams in stages/${stage}.json and deploy, so that a team signs with it.`
    io.stdout.write(`${accessKeyId} is kept${stage === undefined ? ` for team ${owner}` : `. ${next}`}\n`)
    return EXIT_CODES.done
  },
}

/** Gives a key another secret; the one before still verifies. */
export const rotateKey: Command<KeyOptions> = {
  run: async ({ args: [accessKeyId = ''], options, io }) => {
    const { stage } = checked(options)
    const ring = await ringOf(stage, LOCAL_TEAM, io)
    const secret = await readSecret(checkedId(accessKeyId), io)
    if (!(await reporting(ring.rotate(accessKeyId, secret), stage))) {
      throw new CommandError(`unknown key ${accessKeyId}; add it with: waybill keys put`)
    }
    const from = stage === undefined ? 'From now on' : 'Within five minutes'
    io.stdout.write(
      `${accessKeyId} is rotated. ${from} Waybill signs with the new secret; requests that are signed with the one before stay good until the next rotation.\n`,
    )
    return EXIT_CODES.done
  },
}

/** Lists keys without their secrets. */
export const listKeys: Command<KeyOptions & { format: 'table' | 'json' }> = {
  run: async ({ options, io }) => {
    const { stage } = checked(options)
    const ring = await ringOf(stage, LOCAL_TEAM, io)
    list(await reporting(ring.list(), stage), options.format === 'json', io)
    return EXIT_CODES.done
  },
}

const checked = <O extends KeyOptions>(options: O): O => {
  const { stage } = options
  if (stage === undefined || /^[a-z][a-z0-9-]{0,19}$/.test(stage)) return options
  throw new UsageError(`"${stage}" is not a stage's name.`)
}

const checkedId = (accessKeyId: string): string => {
  if (/^\w{16,128}$/.test(accessKeyId)) return accessKeyId
  throw new UsageError('an access key ID has 16 to 128 letters and digits; the secret comes on standard input.')
}

const list = (found: Awaited<ReturnType<KeyRing['list']>>, asJson: boolean, { stdout }: Io) => {
  if (asJson) return stdout.write(`${JSON.stringify({ keys: found }, null, 2)}\n`)
  for (const { accessKeyId, team, changedAt } of found) {
    stdout.write(`${[accessKeyId, team, changedAt?.toISOString()].filter(part => part !== undefined).join('  ')}\n`)
  }
}

const ringOf = async (stage: string | undefined, team: string, { env, cwd }: Io): Promise<KeyRing> => {
  if (stage === undefined) {
    const { dataDir, jwt } = localConfig(env)
    const otherwise = jwt ? { teams: {} } : OUT_OF_THE_BOX
    const file = keysFileIn(resolve(cwd, dataDir))
    return createFileKeyRing(file, { team, newId, otherwise, exclusively: run => whileLocked(`${file}.lock`, run) })
  }
  const { createSecretKeyRing } = await import('../../adapters/secrets/secret-key-ring.ts')
  const { createSecretsClient } = await import('../../adapters/secrets/client.ts')
  return createSecretKeyRing(createSecretsClient(), `waybill/${stage}/keys/`)
}

/** Others change the file within milliseconds. */
const LOCK_WAIT_MS = 10_000

const whileLocked = <T>(path: string, run: () => T): T => {
  const held = lock(path, { waitMs: LOCK_WAIT_MS })
  try {
    return run()
  } finally {
    held.release()
  }
}

/** What AWS or the file system say is for the caller to read; neither quotes what was sent. */
const reporting = <T>(outcome: Promise<T>, stage: string | undefined): Promise<T> =>
  outcome.catch((error: unknown) => {
    const where = stage === undefined ? '' : `the keys of stage ${stage} cannot be reached: `
    throw new CommandError(where + (types.isNativeError(error) ? error.message : String(error)))
  })

const readSecret = async (accessKeyId: string, { stdin, stderr }: Io): Promise<string> => {
  if (stderr.isTerminal) stderr.write(`Secret access key of ${accessKeyId}, as one line: `)
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of stdin) {
    text += decoder.decode(chunk, { stream: true })
    if (text.includes('\n')) break
  }
  const [first = '', ...rest] = text.split(/\r?\n/)
  const secret = first.trim()
  if (secret === '') throw new CommandError('standard input has no secret access key; nothing was changed.')
  if (/\s/.test(secret) || rest.some(line => line.trim() !== '')) {
    throw new CommandError('a secret access key is one line without blanks; nothing was changed.')
  }
  return secret
}
