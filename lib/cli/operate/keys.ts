import { clock } from '../../adapters/system/system.ts'
import { LOCAL_TEAM } from '../../local/data-dir.ts'
import { KeyDeletedError, type KeyRing } from '../../teams/keys.ts'
import { isTeamName } from '../../teams/team.ts'
import type { Command, Io } from '../command.ts'
import { CommandError, EXIT_CODES, messageOf, UsageError } from '../command-error.ts'
import { counted } from '../output/counted.ts'
import { openKeyRing } from './key-ring.ts'
import type { KeyOptions } from './options.ts'

/** Adds a key that Waybill signs with. No secret is printed. */
export const putKey: Command<KeyOptions & { team: string | undefined }> = {
  run: async ({ args: [accessKeyId = ''], options, io }) => {
    const { stage, team } = checked(options)
    if (team !== undefined && !isTeamName(team)) throw new UsageError(`"${team}" is not a team's name.`)
    const ring = await openKeyRing({ stage, team, command: 'keys put' }, io)
    const secret = strong(await readSecret(checkedId(accessKeyId), io))
    if (!(await reporting(ring.put(accessKeyId, secret), stage))) {
      throw new CommandError(`${accessKeyId} is there already; give it another secret with: waybill keys rotate`)
    }
    const next = `A team that lists it signs with it: waybill teams put ${team ?? 'NAME'} --key ${accessKeyId}`
    io.stdout.write(
      `${accessKeyId} is stored${stage === undefined ? ` for team ${team ?? LOCAL_TEAM}` : `. ${next}`}\n`,
    )
    return EXIT_CODES.done
  },
}

/** Gives a key another secret; the one before still verifies. */
export const rotateKey: Command<KeyOptions> = {
  run: async ({ args: [accessKeyId = ''], options, io }) => {
    const { stage } = checked(options)
    const ring = await openKeyRing({ stage, command: 'keys rotate' }, io)
    const secret = strong(await readSecret(checkedId(accessKeyId), io))
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

/** Takes a key away: nothing is signed with it any longer, and what it has signed is not accepted. */
export const deleteKey: Command<KeyOptions> = {
  run: async ({ args: [accessKeyId = ''], options, io }) => {
    const { stage } = checked(options)
    const ring = await openKeyRing({ stage, command: 'keys delete' }, io)
    if (!(await reporting(ring.remove(checkedId(accessKeyId)), stage))) {
      throw new CommandError(`unknown key ${accessKeyId}; "waybill keys list" shows all.`)
    }
    const until = stage === undefined ? '' : ' Functions may sign with it for five more minutes.'
    io.stdout.write(`${accessKeyId} is deleted.${until}\n`)
    return EXIT_CODES.done
  },
}

/** Lists keys without their secrets. */
export const listKeys: Command<KeyOptions & { format: 'table' | 'json' }> = {
  run: async ({ options, io }) => {
    const { stage } = checked(options)
    const ring = await openKeyRing({ stage, command: 'keys list' }, io)
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
    const age = changedAt && `${counted(ageInDays(changedAt), 'day')} old`
    stdout.write(
      `${[accessKeyId, team, changedAt?.toISOString(), age].filter(part => part !== undefined).join('  ')}\n`,
    )
  }
}

const DAY_MS = 24 * 60 * 60_000
const ageInDays = (since: Date) => Math.max(0, Math.floor((clock().getTime() - since.getTime()) / DAY_MS))

/** IAM's own secrets have 40 characters of 64. */
const SHORTEST_SECRET = 32
const FEWEST_CHARACTERS = 10

/** A secret that could be guessed protects nothing: whoever has it acts as the team. */
const strong = (secret: string): string => {
  if (secret.length >= SHORTEST_SECRET && new Set(secret).size >= FEWEST_CHARACTERS) return secret
  throw new CommandError(
    `the secret is weak: it needs ${SHORTEST_SECRET} characters or more, and ${FEWEST_CHARACTERS} different ones. Nothing was changed.`,
  )
}

/** What AWS or the file system say is for the caller to read; neither quotes what was sent. */
const reporting = <T>(outcome: Promise<T>, stage: string | undefined): Promise<T> =>
  outcome.catch((error: unknown) => {
    if (error instanceof CommandError) throw error
    if (error instanceof KeyDeletedError) throw new CommandError(takenUpAgain(error.secretName))
    const where = stage === undefined ? '' : `the keys of stage ${stage} cannot be reached: `
    throw new CommandError(where + messageOf(error))
  })

const takenUpAgain = (secretName: string) =>
  [
    `the secret ${secretName} was deleted, and Secrets Manager can still restore it. Nothing was changed. To use the key again:`,
    `  aws secretsmanager restore-secret --secret-id ${secretName}`,
    '  waybill keys rotate, with the secret that it has now',
  ].join('\n')

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
