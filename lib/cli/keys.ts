import { resolve } from 'node:path'
import { parseArgs, types } from 'node:util'
import { createFileKeyRing } from '../adapters/secrets/file-key-ring.ts'
import { lock } from '../adapters/sqlite/lock.ts'
import { newId } from '../adapters/system/system.ts'
import { keysFileIn, LOCAL_TEAM, OUT_OF_THE_BOX } from '../local/data-dir.ts'
import { localConfig } from '../settings/config.ts'
import type { KeyRing } from '../teams/keys.ts'
import { isTeamName } from '../teams/teams.ts'
import type { Command, Io } from './command.ts'

const USAGE = [
  'Usage: waybill keys put ACCESS_KEY_ID [--team NAME | --stage NAME] < SECRET',
  '       waybill keys rotate ACCESS_KEY_ID [--stage NAME] < SECRET',
  '       waybill keys list [--stage NAME] [--format json]',
  'Without --stage: the keys of this machine. With it: those of a deployed stage, in Secrets Manager.',
  'The secret access key is read from standard input: arguments are seen by others and kept by shells.',
  '',
].join('\n')

const OPTIONS = {
  team: { type: 'string' },
  stage: { type: 'string' },
  format: { type: 'string', default: 'text' },
} as const

/** Something that the caller can put right; printed without a stack. */
class Complaint extends Error {
  override readonly name = 'Complaint'
  readonly isUsage: boolean

  constructor(message: string, { isUsage = false } = {}) {
    super(message)
    this.isUsage = isUsage
  }
}

/** Looks after the keys that Waybill signs with. Prints no secret. Exit code 0: done, 1: refused, 2: asked wrongly. */
export const keys: Command = {
  run: async (args, io) => {
    try {
      await perform(parse(args), io)
      return 0
    } catch (error) {
      if (!(error instanceof Complaint)) throw error
      io.stderr.write(`waybill keys: ${error.message}\n${error.isUsage ? USAGE : ''}`)
      return error.isUsage ? 2 : 1
    }
  },
}

interface Order {
  readonly verb: string
  readonly accessKeyId: string
  readonly team: string
  readonly stage: string | undefined
  readonly asJson: boolean
}

const perform = async (order: Order, io: Io): Promise<void> => {
  const { verb, accessKeyId, team, stage } = order
  const ring = await ringOf(order, io)
  if (verb === 'list') return list(await reporting(ring.list(), stage), order, io)

  const secret = await readSecret(accessKeyId, io)
  if (verb === 'put') {
    if (!(await reporting(ring.put(accessKeyId, secret), stage))) {
      throw new Complaint(`${accessKeyId} is there already; give it another secret with: waybill keys rotate`)
    }
    const next = `Name it under teams in stages/${stage}.json and deploy, so that a team signs with it.`
    io.stdout.write(`${accessKeyId} is kept${stage === undefined ? ` for team ${team}` : `. ${next}`}\n`)
    return
  }
  if (!(await reporting(ring.rotate(accessKeyId, secret), stage))) {
    throw new Complaint(`unknown key ${accessKeyId}; add it with: waybill keys put`)
  }
  const from = stage === undefined ? 'From now on' : 'Within five minutes'
  io.stdout.write(
    `${accessKeyId} is rotated. ${from} Waybill signs with the new secret; requests that are signed with the one before stay good until the next rotation.\n`,
  )
}

const list = (found: Awaited<ReturnType<KeyRing['list']>>, { asJson }: Order, { stdout }: Io) => {
  if (asJson) return stdout.write(`${JSON.stringify({ keys: found }, null, 2)}\n`)
  for (const { accessKeyId, team, changedAt } of found) {
    stdout.write(`${[accessKeyId, team, changedAt?.toISOString()].filter(part => part !== undefined).join('  ')}\n`)
  }
}

const ringOf = async ({ stage, team }: Order, { env, cwd }: Io): Promise<KeyRing> => {
  if (stage === undefined) {
    const { dataDir, jwt } = localConfig(env)
    const otherwise = jwt ? { teams: {} } : OUT_OF_THE_BOX
    const file = keysFileIn(resolve(cwd, dataDir))
    return createFileKeyRing(file, { team, newId, otherwise, exclusively: run => whileLocked(`${file}.lock`, run) })
  }
  const { createSecretKeyRing } = await import('../adapters/secrets/secret-key-ring.ts')
  const { createSecretsClient } = await import('../adapters/secrets/client.ts')
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
    throw new Complaint(where + (types.isNativeError(error) ? error.message : String(error)))
  })

const parse = (args: readonly string[]): Order => {
  const { values, positionals } = parseOptions(args)
  const [verb = '', accessKeyId = '', ...more] = positionals
  const { team, stage, format } = values
  if (!['put', 'rotate', 'list'].includes(verb)) throw misuse(verb === '' ? 'what?' : `unknown subcommand "${verb}".`)
  // What stands too much may be a secret: it is not repeated.
  if (more.length > 0) throw misuse(`"${verb}" takes one access key ID; the secret comes on standard input.`)
  if (verb === 'list' && accessKeyId !== '') throw misuse('"list" takes no access key ID.')
  if (verb !== 'list' && !/^\w{16,128}$/.test(accessKeyId)) throw misuse(`"${verb}" takes an access key ID.`)
  if (stage !== undefined && !/^[a-z][a-z0-9-]{0,19}$/.test(stage)) throw misuse(`"${stage}" is not a stage's name.`)
  if (team !== undefined && (verb !== 'put' || stage !== undefined)) {
    throw misuse('--team goes with "put" on this machine; the teams of a stage stand in its settings.')
  }
  if (team !== undefined && !isTeamName(team)) throw misuse(`"${team}" is not a team's name.`)
  if (format !== 'text' && format !== 'json') throw misuse(`unknown format "${format}".`)
  return { verb, accessKeyId, team: team ?? LOCAL_TEAM, stage, asJson: format === 'json' }
}

const parseOptions = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS })
  } catch (error) {
    throw misuse(types.isNativeError(error) ? error.message : String(error))
  }
}

const misuse = (message: string) => new Complaint(message, { isUsage: true })

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
  if (secret === '') throw new Complaint('standard input has no secret access key; nothing was changed.')
  if (/\s/.test(secret) || rest.some(line => line.trim() !== '')) {
    throw new Complaint('a secret access key is one line without blanks; nothing was changed.')
  }
  return secret
}
