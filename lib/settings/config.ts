import type { FixedMember } from '../teams/directory.ts'
import { firstTeams } from '../teams/first-teams.ts'
import type { Team } from '../teams/team.ts'
import type { Tiers } from '../teams/tiers.ts'
import { readSettings } from './setting-reader.ts'
import { type Environment, SETTINGS, type SettingName } from './settings.ts'

/** How requests to the service are signed and manifests are checked, in every form of Waybill. */
export interface ServiceConfig {
  readonly signatureVersion: 2 | 4
  readonly era: 'lenient' | '2015'
  /** How tools get a job's manifest on the Query endpoint. */
  readonly currentManifest: 'redacted' | 'whole'
}

/** Waybill whole on one machine. */
export interface LocalConfig extends ServiceConfig {
  readonly port: number
  /** Further host names under which the servers are reached. */
  readonly hosts: readonly string[]
  /** The origins of web pages that may call. */
  readonly corsOrigins: readonly string[]
  readonly depotPort: number
  readonly dataDir: string
  /** How long a request may wait for the service, in milliseconds. */
  readonly requestSeconds: number
  readonly store: { readonly is: 'sqlite' } | DynamoStoreConfig
  readonly serviceUrl: URL | undefined
  /** The file of buckets. `undefined`: every well-formed name is a bucket. */
  readonly buckets: { readonly is: 's3' } | { readonly is: 'file'; readonly file: string } | undefined
  /** The folder of static checks, if there are any. */
  readonly checksFolder: string | undefined
  /** Without a slash at its end. */
  readonly depotUrl: string | undefined
  readonly depotDailyJobs: number | undefined
  /** After how many days a finished job is purged; `undefined`: never. */
  readonly retentionDays: number | undefined
  /** The accepted issuer of tokens; `undefined`: every connection belongs to team `local`. */
  readonly jwt: JwtConfig | undefined
  /** Claims, as `CLAIM=VALUE`, of the first operators, where tokens are accepted. */
  readonly operators: readonly string[]
  /** How people sign in to the console; `undefined`: they do not. */
  readonly signIn: SignInConfig | undefined
  /** How often a team of each tier may ask. */
  readonly tiers: Tiers
}

/** How people sign in to the console. */
export interface SignInConfig {
  readonly issuer: string
  readonly audience: string
  readonly clientId: string
  readonly scope: string
  /** Where the issuer's endpoints are, if not at its own origin. */
  readonly origins: readonly string[]
}

/** Jobs in DynamoDB, their SIGNATURE files in S3. */
export interface DynamoStoreConfig {
  readonly is: 'dynamodb'
  readonly table: string
  readonly logBucket: string
}

/** The accepted issuer of tokens, and the meaning of its claims. */
export interface JwtConfig {
  readonly issuer: string
  readonly audience: string
  readonly jwksUrl: URL
  readonly teamClaim: string
  readonly groupsClaim: string
  readonly auditorGroup: string | undefined
}

/** A deployed function that only reads. */
export interface LookUpConfig extends StoreConfig {
  readonly logBucket: string
}

/** The place of teams, for every deployed function that needs them. */
export interface TeamsConfig {
  readonly table: string
  /** The first teams, from the stage's settings: in force until they are in the table. */
  readonly firstTeams: readonly Team[]
  /** The stage's own smoke test. */
  readonly smokeMember: FixedMember | undefined
  /** How often a team of each tier may ask. */
  readonly tiers: Tiers
}

/** The settings of every deployed function of Waybill's own API. */
export interface StoreConfig extends TeamsConfig {
  readonly corsOrigins: readonly string[]
}

/** A deployed function that asks the service. */
export interface AskingConfig extends ServiceConfig, StoreConfig {
  readonly serviceUrl: URL
  readonly keysPrefix: string
}

/** A deployed function that submits, changes or follows jobs. */
export interface FunctionConfig extends AskingConfig, LookUpConfig {
  readonly teamLogBuckets: readonly string[]
}

/** The endpoint of the Web Service Tool's commands, and how they sign. */
export interface ToolConfig {
  readonly endpoint: URL
  readonly signatureVersion: 2 | 4
}

/** A deployed function of checks. */
export interface ChecksConfig extends AskingConfig, SealingConfig {
  readonly queueUrl: string
  readonly queueArn: string
  readonly deadLetterArn: string
  readonly scheduleGroup: string
  readonly scheduleRole: string
  readonly topic: string
  readonly folder: string | undefined
}

/** The key of what is stored encrypted. */
export interface SealingConfig {
  readonly key: string
}

/** Settings are missing or invalid. The message names all of them. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
  }
}

/** @throws ConfigError */
export const localConfig = (environment: Environment): LocalConfig => {
  const { settings, complete } = reader(environment)
  return complete({
    port: settings.port('WAYBILL_PORT'),
    hosts: settings.hosts('WAYBILL_HOSTS'),
    corsOrigins: settings.list('WAYBILL_CORS_ORIGINS'),
    depotPort: settings.port('WAYBILL_DEPOT_PORT'),
    dataDir: settings.text('WAYBILL_DATA_DIR'),
    requestSeconds: settings.requestSeconds('WAYBILL_REQUEST_SECONDS'),
    store:
      settings.oneOf('WAYBILL_STORE', ['sqlite', 'dynamodb']) === 'dynamodb'
        ? { is: 'dynamodb', table: settings.text('WAYBILL_TABLE'), logBucket: settings.text('WAYBILL_LOG_BUCKET') }
        : { is: 'sqlite' },
    serviceUrl: settings.isSet('WAYBILL_SERVICE_URL') ? settings.trustedUrl('WAYBILL_SERVICE_URL') : undefined,
    buckets: settings.isSet('WAYBILL_BUCKETS') ? bucketsOf(settings.text('WAYBILL_BUCKETS')) : undefined,
    depotUrl: settings.isSet('WAYBILL_DEPOT_URL')
      ? settings.url('WAYBILL_DEPOT_URL').href.replace(/\/+$/, '')
      : undefined,
    retentionDays: settings.isSet('WAYBILL_RETENTION_DAYS')
      ? settings.retentionDays('WAYBILL_RETENTION_DAYS')
      : undefined,
    depotDailyJobs: settings.isSet('WAYBILL_DEPOT_DAILY_JOBS')
      ? settings.wholeNumber('WAYBILL_DEPOT_DAILY_JOBS')
      : undefined,
    jwt: settings.oneOf('WAYBILL_AUTH', ['none', 'jwt']) === 'jwt' ? jwtConfig(settings) : undefined,
    operators: settings.list('WAYBILL_OPERATORS'),
    signIn: settings.isSet('WAYBILL_CONSOLE_CLIENT_ID') ? signInConfig(settings) : undefined,
    checksFolder: settings.isSet('WAYBILL_CHECKS_FOLDER') ? settings.text('WAYBILL_CHECKS_FOLDER') : undefined,
    tiers: settings.tiers('WAYBILL_TIERS'),
    ...serviceConfig(settings),
  })
}

const bucketsOf = (setting: string): LocalConfig['buckets'] =>
  setting === 's3' ? { is: 's3' } : { is: 'file', file: setting }

/** @throws ConfigError */
export const functionConfig = (environment: Environment): FunctionConfig => {
  const { settings, complete } = reader(environment)
  return complete({
    ...askingConfig(settings),
    logBucket: settings.text('WAYBILL_LOG_BUCKET'),
    teamLogBuckets: settings.list('WAYBILL_TEAM_LOG_BUCKETS'),
  })
}

/** @throws ConfigError */
export const followConfig = (environment: Environment): AskingConfig => {
  const { settings, complete } = reader(environment)
  return complete(askingConfig(settings))
}

/** @throws ConfigError */
export const lookUpConfig = (environment: Environment): LookUpConfig => {
  const { settings, complete } = reader(environment)
  return complete({ ...storeConfig(settings), logBucket: settings.text('WAYBILL_LOG_BUCKET') })
}

/**
 * @param endpoint the one on the command line, which replaces the one of the environment
 * @throws ConfigError
 */
export const toolConfig = (environment: Environment, endpoint?: URL): ToolConfig => {
  const { settings, complete } = reader(environment)
  const local = () => new URL(`http://127.0.0.1:${settings.port('WAYBILL_PORT')}`)
  const { signatureVersion } = serviceConfig(settings)
  return complete({
    endpoint: endpoint ?? (settings.isSet('WAYBILL_URL') ? settings.url('WAYBILL_URL') : local()),
    signatureVersion,
  })
}

/**
 * The address of Waybill's own API, and the caller's proof.
 *
 * @param address the one on the command line, which replaces the one of the environment
 * @throws ConfigError
 */
export const apiConfig = (environment: Environment, address?: URL) => {
  const { settings, complete } = reader(environment)
  const local = () => new URL(`http://127.0.0.1:${settings.port('WAYBILL_PORT')}`)
  return complete({
    endpoint: address ?? (settings.isSet('WAYBILL_URL') ? settings.url('WAYBILL_URL') : local()),
    token: settings.isSet('WAYBILL_TOKEN') ? settings.text('WAYBILL_TOKEN') : undefined,
  })
}

/** @throws ConfigError */
export const checksConfig = (environment: Environment): ChecksConfig => {
  const { settings, complete } = reader(environment)
  return complete({
    ...askingConfig(settings),
    queueUrl: settings.text('WAYBILL_CHECKS_QUEUE_URL'),
    queueArn: settings.text('WAYBILL_CHECKS_QUEUE_ARN'),
    deadLetterArn: settings.text('WAYBILL_CHECKS_DEAD_LETTER_ARN'),
    scheduleGroup: settings.text('WAYBILL_CHECKS_SCHEDULE_GROUP'),
    scheduleRole: settings.text('WAYBILL_CHECKS_SCHEDULE_ROLE'),
    key: settings.text('WAYBILL_CHECKS_KEY'),
    topic: settings.text('WAYBILL_CHECKS_TOPIC'),
    folder: settings.isSet('WAYBILL_CHECKS_FOLDER') ? settings.text('WAYBILL_CHECKS_FOLDER') : undefined,
  })
}

const serviceConfig = (settings: Settings): ServiceConfig => ({
  signatureVersion: settings.oneOf('WAYBILL_SIGNATURE_VERSION', ['2', '4']) === '4' ? 4 : 2,
  era: settings.oneOf('WAYBILL_MANIFEST_ERA', ['lenient', '2015']),
  currentManifest: settings.oneOf('WAYBILL_CURRENT_MANIFEST', ['redacted', 'whole']),
})

const askingConfig = (settings: Settings): AskingConfig => ({
  serviceUrl: settings.trustedUrl('WAYBILL_SERVICE_URL'),
  ...storeConfig(settings),
  keysPrefix: settings.text('WAYBILL_KEYS_PREFIX'),
  ...serviceConfig(settings),
})

export const storedTeams = (settings: Settings): TeamsConfig => {
  const claims = jwtOf(settings)
  const [, arn, team] = /^(arn:.+)=(.+)$/.exec(settings.optionalText('WAYBILL_SMOKE_MEMBER') ?? '') ?? []
  return {
    table: settings.text('WAYBILL_TABLE'),
    firstTeams: firstTeams(settings.teams('WAYBILL_TEAMS'), claims),
    smokeMember: arn !== undefined && team !== undefined ? { arn, team } : undefined,
    tiers: settings.tiers('WAYBILL_TIERS'),
  }
}

export const storeConfig = (settings: Settings): StoreConfig => ({
  ...storedTeams(settings),
  corsOrigins: settings.list('WAYBILL_CORS_ORIGINS'),
})

export const jwtOf = (settings: Settings) => (settings.isSet('WAYBILL_JWT_ISSUER') ? jwtConfig(settings) : undefined)

export const jwtConfig = (settings: Settings): JwtConfig => ({
  issuer: settings.text('WAYBILL_JWT_ISSUER'),
  audience: settings.text('WAYBILL_JWT_AUDIENCE'),
  jwksUrl: settings.trustedUrl('WAYBILL_JWKS_URL'),
  teamClaim: settings.text('WAYBILL_JWT_TEAM_CLAIM'),
  groupsClaim: settings.text('WAYBILL_JWT_GROUPS_CLAIM'),
  auditorGroup: settings.optionalText('WAYBILL_JWT_AUDITOR_GROUP'),
})

export const signInConfig = (settings: Settings): SignInConfig => ({
  issuer: settings.text('WAYBILL_JWT_ISSUER'),
  audience: settings.text('WAYBILL_JWT_AUDIENCE'),
  clientId: settings.text('WAYBILL_CONSOLE_CLIENT_ID'),
  scope: settings.text('WAYBILL_CONSOLE_SCOPE'),
  origins: settings.list('WAYBILL_CONSOLE_ORIGINS'),
})

type Settings = ReturnType<typeof reader>['settings']

/** Reads settings of an environment. `complete` throws with every fault that was found. */
export const reader = (environment: Environment) => {
  const { settings, faults } = readSettings<SettingName>(SETTINGS, environment)
  const complete = <T>(config: T): T => {
    if (faults.length > 0) throw new ConfigError(faults)
    return config
  }
  return { settings, complete }
}
