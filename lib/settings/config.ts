import type { Teams } from '../teams/teams.ts'
import { readSettings } from './setting-reader.ts'

/** Every setting's name, written once, with what it means and what stands where it is left out. */
export const SETTINGS = {
  WAYBILL_PORT: { meaning: 'Port of Waybill on 127.0.0.1; 0 takes a free one', byDefault: '4010' },
  WAYBILL_DEPOT_PORT: { meaning: 'Port of the depot on 127.0.0.1; 0 takes a free one', byDefault: '4011' },
  WAYBILL_URL: {
    meaning:
      'Endpoint of `waybill CreateJob` and the other commands of the tool; without it `http://127.0.0.1` and `WAYBILL_PORT`',
  },
  WAYBILL_TOKEN: { meaning: 'Token that `waybill check` and `waybill checks` send to a Waybill elsewhere' },
  WAYBILL_DATA_DIR: { meaning: 'Folder that holds everything: tables, archive, keys', byDefault: '.waybill' },
  WAYBILL_SERVICE_URL: { meaning: 'Import/Export endpoint to use in place of the depot' },
  WAYBILL_SIGNATURE_VERSION: { meaning: 'Signature version of the requests to the service, 2 or 4', byDefault: '2' },
  WAYBILL_MANIFEST_ERA: {
    meaning: 'Edition of the manifest rules: `lenient`, or `2015`, which refuses what else only warns',
    byDefault: 'lenient',
  },
  WAYBILL_BUCKETS: {
    meaning:
      'JSON file of the buckets that the depot knows, `{"name": {"region": "us-east-1", "writable": true}}`, or `s3` for S3 itself; without it any well-formed name is a bucket',
  },
  WAYBILL_DEPOT_URL: {
    meaning:
      "Where the depot is reached, as the links to its PDFs name it and `waybill depot` asks it; without it the depot's own address on 127.0.0.1",
  },
  WAYBILL_DEPOT_DAILY_JOBS: { meaning: 'Jobs that the depot makes for one access key a day; without it any number' },
  WAYBILL_AUTH: {
    meaning:
      'Who may call on this machine: `none` takes whoever connects for team `local`; `jwt` wants a token of your identity provider',
    byDefault: 'none',
  },
  WAYBILL_JWT_ISSUER: { meaning: 'Issuer of the tokens (`iss`)' },
  WAYBILL_JWT_AUDIENCE: { meaning: 'Audience that the tokens must be meant for (`aud`)' },
  WAYBILL_JWKS_URL: { meaning: 'Where the issuer publishes its keys; https, or http on this machine' },
  WAYBILL_JWT_TEAM_CLAIM: { meaning: "Claim that names the caller's team", byDefault: 'team' },
  WAYBILL_JWT_GROUPS_CLAIM: { meaning: "Claim that lists the caller's groups", byDefault: 'groups' },
  WAYBILL_JWT_AUDITOR_GROUP: {
    meaning: 'Group that sees every job and changes none; without it tokens make no auditors',
  },
  WAYBILL_USAGE_KEY_PREFIX: {
    meaning: "Deployed authoriser: what stands before a team's name in the API key of its usage plan",
  },
  WAYBILL_TEAMS: {
    meaning:
      'Deployed functions: JSON, `{"teams": {"NAME": {"roles": [ARN], "keys": [ACCESS KEY ID]}}, "auditors": [ARN]}`',
  },
  WAYBILL_TABLE: { meaning: 'Deployed functions: the DynamoDB table of records and jobs' },
  WAYBILL_LOG_BUCKET: { meaning: 'Deployed functions: the S3 bucket that keeps the SIGNATURE files' },
  WAYBILL_CORS_ORIGINS: {
    meaning: 'Deployed functions: origins, comma-separated, whose web pages may read the answers',
  },
  WAYBILL_TEAM_LOG_BUCKETS: {
    meaning:
      'Deployed functions: buckets, comma-separated, into which the SIGNATURE is copied where a manifest has its logs in one',
  },
  WAYBILL_KEYS_PREFIX: {
    meaning: 'Deployed functions: what stands before an access key ID in the name of its Secrets Manager secret',
  },
  WAYBILL_CHECKS_FOLDER: {
    meaning: 'Folder of checks that come with the settings: a file `NAME.json` each, and their manifests beside them',
  },
  WAYBILL_DEPOT_ADDRESS: { meaning: 'Deployed depot: JSON, the lines of the address that devices are sent to' },
  WAYBILL_DEPOT_SECRETS: {
    meaning: "Deployed depot: what stands before `signing` and `staff` in the names of the depot's own secrets",
  },
  WAYBILL_CHECKS_QUEUE_URL: { meaning: 'Functions of checks: the queue of runs that are due' },
  WAYBILL_CHECKS_QUEUE_ARN: { meaning: 'Functions of checks: the same queue, as schedules name it' },
  WAYBILL_CHECKS_DEAD_LETTER_ARN: {
    meaning: 'Functions of checks: takes what a schedule could not write to the queue',
  },
  WAYBILL_CHECKS_SCHEDULE_GROUP: { meaning: 'Functions of checks: the EventBridge Scheduler group of their schedules' },
  WAYBILL_CHECKS_SCHEDULE_ROLE: { meaning: 'Functions of checks: the role that schedules write to the queue with' },
  WAYBILL_CHECKS_KEY: { meaning: 'Functions of checks: the KMS key that manifests are encrypted with' },
  WAYBILL_CHECKS_BUS: { meaning: 'Functions of checks: the EventBridge bus that is told', byDefault: 'default' },
  WAYBILL_CHECKS_TOPIC: { meaning: 'Functions of checks: the SNS topic that is told' },
} as const satisfies Record<string, { readonly meaning: string; readonly byDefault?: string }>

export type SettingName = keyof typeof SETTINGS
export type Environment = Readonly<Record<string, string | undefined>>

/** How requests to the service are made and manifests are judged: the same everywhere. */
export interface ServiceConfig {
  readonly signatureVersion: 2 | 4
  readonly era: 'lenient' | '2015'
}

/** Waybill whole on one machine. */
export interface LocalConfig extends ServiceConfig {
  readonly port: number
  readonly depotPort: number
  readonly dataDir: string
  readonly serviceUrl: URL | undefined
  /** `undefined`: any well-formed name is a bucket. */
  readonly buckets: { readonly is: 's3' } | { readonly is: 'file'; readonly file: string } | undefined
  /** Holds the checks that come with the settings, if any do. */
  readonly checksFolder: string | undefined
  /** Without a slash at its end. */
  readonly depotUrl: string | undefined
  readonly depotDailyJobs: number | undefined
  /** Whose tokens are taken; `undefined`: whoever connects is of team `local`. */
  readonly jwt: JwtConfig | undefined
}

/** Whose tokens are taken, and what their claims mean. */
export interface JwtConfig {
  readonly issuer: string
  readonly audience: string
  readonly jwksUrl: URL
  readonly teamClaim: string
  readonly groupsClaim: string
  readonly auditorGroup: string | undefined
}

/** The deployed function that reads tokens. */
export interface AuthorizerConfig {
  readonly jwt: JwtConfig
  readonly teams: Teams
  readonly usageKeyPrefix: string | undefined
}

/** A deployed function that only reads. */
export interface LookUpConfig {
  readonly table: string
  readonly logBucket: string
  readonly teams: Teams
  readonly corsOrigins: readonly string[]
}

/** A deployed function that asks the service. */
export interface FunctionConfig extends ServiceConfig, LookUpConfig {
  readonly serviceUrl: URL
  readonly keysPrefix: string
  readonly teamLogBuckets: readonly string[]
}

/** Where the tool's commands send their requests, and how they sign them. */
export interface ToolConfig {
  readonly endpoint: URL
  readonly signatureVersion: 2 | 4
}

/** One deployed function of checks, besides what every function has. */
export interface ChecksConfig {
  readonly queueUrl: string
  readonly queueArn: string
  readonly deadLetterArn: string
  readonly scheduleGroup: string
  readonly scheduleRole: string
  readonly key: string
  readonly bus: string
  readonly topic: string
  readonly folder: string | undefined
}

/** Settings that are missing or wrong, all of them at once. */
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
    depotPort: settings.port('WAYBILL_DEPOT_PORT'),
    dataDir: settings.text('WAYBILL_DATA_DIR'),
    serviceUrl: settings.isSet('WAYBILL_SERVICE_URL') ? settings.url('WAYBILL_SERVICE_URL') : undefined,
    buckets: settings.isSet('WAYBILL_BUCKETS') ? bucketsOf(settings.text('WAYBILL_BUCKETS')) : undefined,
    depotUrl: settings.isSet('WAYBILL_DEPOT_URL')
      ? settings.url('WAYBILL_DEPOT_URL').href.replace(/\/+$/, '')
      : undefined,
    depotDailyJobs: settings.isSet('WAYBILL_DEPOT_DAILY_JOBS')
      ? settings.wholeNumber('WAYBILL_DEPOT_DAILY_JOBS')
      : undefined,
    jwt: settings.oneOf('WAYBILL_AUTH', ['none', 'jwt']) === 'jwt' ? jwtConfig(settings) : undefined,
    checksFolder: settings.isSet('WAYBILL_CHECKS_FOLDER') ? settings.text('WAYBILL_CHECKS_FOLDER') : undefined,
    ...serviceConfig(settings),
  })
}

const bucketsOf = (setting: string): LocalConfig['buckets'] =>
  setting === 's3' ? { is: 's3' } : { is: 'file', file: setting }

/** @throws ConfigError */
export const functionConfig = (environment: Environment): FunctionConfig => {
  const { settings, complete } = reader(environment)
  return complete({
    serviceUrl: settings.url('WAYBILL_SERVICE_URL'),
    ...storeConfig(settings),
    keysPrefix: settings.text('WAYBILL_KEYS_PREFIX'),
    teamLogBuckets: settings.list('WAYBILL_TEAM_LOG_BUCKETS'),
    ...serviceConfig(settings),
  })
}

/** @throws ConfigError */
export const lookUpConfig = (environment: Environment): LookUpConfig => {
  const { settings, complete } = reader(environment)
  return complete(storeConfig(settings))
}

/** @throws ConfigError */
export const authorizerConfig = (environment: Environment): AuthorizerConfig => {
  const { settings, complete } = reader(environment)
  return complete({
    jwt: jwtConfig(settings),
    teams: settings.teams('WAYBILL_TEAMS'),
    usageKeyPrefix: settings.optionalText('WAYBILL_USAGE_KEY_PREFIX'),
  })
}

/**
 * @param endpoint what the command line names; it wins over the environment
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
 * Where Waybill's own API is, and who asks it.
 *
 * @param address what the command line names; it wins over the environment
 * @throws ConfigError
 */
export const apiConfig = (environment: Environment, address?: string) => {
  const { settings, complete } = reader({ ...environment, ...(address !== undefined && { WAYBILL_URL: address }) })
  const local = () => new URL(`http://127.0.0.1:${settings.port('WAYBILL_PORT')}`)
  return complete({
    endpoint: settings.isSet('WAYBILL_URL') ? settings.url('WAYBILL_URL') : local(),
    token: settings.isSet('WAYBILL_TOKEN') ? settings.text('WAYBILL_TOKEN') : undefined,
  })
}

/** @throws ConfigError */
export const checksConfig = (environment: Environment): ChecksConfig => {
  const { settings, complete } = reader(environment)
  return complete({
    queueUrl: settings.text('WAYBILL_CHECKS_QUEUE_URL'),
    queueArn: settings.text('WAYBILL_CHECKS_QUEUE_ARN'),
    deadLetterArn: settings.text('WAYBILL_CHECKS_DEAD_LETTER_ARN'),
    scheduleGroup: settings.text('WAYBILL_CHECKS_SCHEDULE_GROUP'),
    scheduleRole: settings.text('WAYBILL_CHECKS_SCHEDULE_ROLE'),
    key: settings.text('WAYBILL_CHECKS_KEY'),
    bus: settings.text('WAYBILL_CHECKS_BUS'),
    topic: settings.text('WAYBILL_CHECKS_TOPIC'),
    folder: settings.isSet('WAYBILL_CHECKS_FOLDER') ? settings.text('WAYBILL_CHECKS_FOLDER') : undefined,
  })
}

const serviceConfig = (settings: Settings): ServiceConfig => ({
  signatureVersion: settings.oneOf('WAYBILL_SIGNATURE_VERSION', ['2', '4']) === '4' ? 4 : 2,
  era: settings.oneOf('WAYBILL_MANIFEST_ERA', ['lenient', '2015']),
})

const storeConfig = (settings: Settings): LookUpConfig => ({
  table: settings.text('WAYBILL_TABLE'),
  logBucket: settings.text('WAYBILL_LOG_BUCKET'),
  teams: settings.teams('WAYBILL_TEAMS'),
  corsOrigins: settings.list('WAYBILL_CORS_ORIGINS'),
})

const jwtConfig = (settings: Settings): JwtConfig => ({
  issuer: settings.text('WAYBILL_JWT_ISSUER'),
  audience: settings.text('WAYBILL_JWT_AUDIENCE'),
  jwksUrl: settings.trustedUrl('WAYBILL_JWKS_URL'),
  teamClaim: settings.text('WAYBILL_JWT_TEAM_CLAIM'),
  groupsClaim: settings.text('WAYBILL_JWT_GROUPS_CLAIM'),
  auditorGroup: settings.optionalText('WAYBILL_JWT_AUDITOR_GROUP'),
})

type Settings = ReturnType<typeof reader>['settings']

/** Reads settings of an environment; `complete` names every fault there was. */
export const reader = (environment: Environment) => {
  const { settings, faults } = readSettings<SettingName>(SETTINGS, environment)
  const complete = <T>(config: T): T => {
    if (faults.length > 0) throw new ConfigError(faults)
    return config
  }
  return { settings, complete }
}
