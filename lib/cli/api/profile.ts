import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import * as z from 'zod/mini'
import { isErrno } from '../../adapters/folder/errno.ts'
import { jsonOf } from '../../json.ts'
import type { Io } from '../command.ts'
import { CommandError, UsageError } from '../command-error.ts'

const OidcJson = z.strictObject({
  issuer: z.url({ protocol: /^https?$/ }),
  clientId: z.string(),
  /** Default: openid offline_access */
  scope: z.optional(z.string()),
  /** For whom tokens are made: as RFC 8707 has it where it is an address, and as `audience`. Default: the provider's own */
  audience: z.optional(z.string()),
  /** Which of its tokens Waybill takes. Default: access */
  token: z.optional(z.enum(['access', 'id'])),
})
/** An identity provider, and who we are for it. */
export type Oidc = z.infer<typeof OidcJson>

const ProfileJson = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/ }),
  /** Default: oidc where that is described; none on this machine; else iam. */
  auth: z.optional(z.enum(['iam', 'oidc', 'token', 'none'])),
  /** Of the API, where its address does not name it. */
  region: z.optional(z.string()),
  /** A command line of this machine's shell, which prints a token of the identity provider. */
  tokenCommand: z.optional(z.string()),
  /** The identity provider that `waybill login` asks, as a public client of it. */
  oidc: z.optional(OidcJson),
  /** Whose jobs, events and subscriptions are listed, where a caller may see several teams'. */
  team: z.optional(z.string()),
  /** Of the Query endpoint, for the Web Service Tool's commands. Default: `endpoint` */
  queryEndpoint: z.optional(z.url({ protocol: /^https?$/ })),
  /** Of the depot, for its staff. */
  depotEndpoint: z.optional(z.url({ protocol: /^https?$/ })),
})
const ConfigJson = z.strictObject({ profiles: z.record(z.string(), ProfileJson) })

/** A Waybill that is asked, and how its callers prove who they are. */
export type Profile = z.infer<typeof ProfileJson>

/** @throws UsageError where the file or the profile is not there, or holds what is not understood */
export const readProfile = async (name: string, io: Io): Promise<Profile> => {
  const file = configFileOf(io)
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(isErrno(error, 'ENOENT') ? `${file} does not exist, so it has no profile.` : String(error))
  })
  const read = ConfigJson.safeParse(jsonOf(text))
  if (!read.success) {
    const [issue] = read.error.issues
    const place = issue?.path.map(String).join('.') ?? ''
    throw new UsageError(
      `${file} is not understood: ${place === '' ? '' : `${place}: `}${issue?.message ?? 'it is not JSON'}.`,
    )
  }
  const { profiles } = read.data
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (profile) return profile
  throw new UsageError(`${file} has no profile "${name}". It has ${Object.keys(profiles).join(', ')}.`)
}

/** The file of the profiles; what belongs to them lies beside it. */
export const configFileOf = ({ env, cwd }: Io): string => {
  if (env.WAYBILL_CONFIG) return resolve(cwd, env.WAYBILL_CONFIG)
  return join(env.XDG_CONFIG_HOME || join(env.HOME ?? homedir(), '.config'), 'waybill', 'config')
}

const TOKEN_TIMEOUT_MS = 60_000

/**
 * The token that a profile's command prints. What it printed is in no message: it may be a secret.
 *
 * @throws CommandError
 */
export const tokenOf = async ({ tokenCommand }: Profile, { cwd, env }: Io): Promise<string> => {
  if (tokenCommand === undefined) throw new UsageError('the profile has auth "token" and no tokenCommand.')
  const shell = process.platform === 'win32' ? ['cmd', '/d', '/s', '/c'] : ['/bin/sh', '-c']
  const [file = '', ...args] = [...shell, tokenCommand]
  const { stdout } = await promisify(execFile)(file, args, { cwd, env, timeout: TOKEN_TIMEOUT_MS }).catch(
    (error: { code?: unknown }) => {
      throw new CommandError(`The tokenCommand of the profile failed (exit code ${error.code ?? 'unknown'}).`)
    },
  )
  const token = stdout.trim()
  if (/^[\x21-\x7e]+$/.test(token)) return token
  throw new CommandError('The tokenCommand of the profile did not print one token.')
}
