/** Every setting's name, written once, with what it means and what stands where it is left out. */
export const SETTINGS = {
  WAYBILL_PORT: { meaning: 'Port of Waybill on 127.0.0.1; 0 takes a free one', byDefault: '4010' },
  WAYBILL_DEPOT_PORT: { meaning: 'Port of the depot on 127.0.0.1; 0 takes a free one', byDefault: '4011' },
  WAYBILL_URL: {
    meaning:
      'Endpoint of `waybill CreateJob` and the other commands of the tool; without it `http://127.0.0.1` and `WAYBILL_PORT`',
  },
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
  WAYBILL_TABLE: { meaning: 'Deployed functions: the DynamoDB table of records and jobs' },
  WAYBILL_LOG_BUCKET: { meaning: 'Deployed functions: the S3 bucket that keeps the SIGNATURE files' },
  WAYBILL_KEYS_FILE: { meaning: "Deployed functions: JSON file of the teams' signing keys" },
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
  /** Without a slash at its end. */
  readonly depotUrl: string | undefined
  readonly depotDailyJobs: number | undefined
}

/** One deployed function. */
export interface FunctionConfig extends ServiceConfig {
  readonly serviceUrl: URL
  readonly table: string
  readonly logBucket: string
  readonly keysFile: string
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
}

/** Where the figures stand that alarms watch; the function that writes them and the stack that reads them agree on it. */
export const METRICS_NAMESPACE = 'Waybill'
export const CHECK_METRICS = {
  active: 'ChecksActive',
  failing: 'ChecksFailing',
  unknown: 'ChecksUnknown',
  overdue: 'ChecksOverdue',
} as const

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
    table: settings.text('WAYBILL_TABLE'),
    logBucket: settings.text('WAYBILL_LOG_BUCKET'),
    keysFile: settings.text('WAYBILL_KEYS_FILE'),
    ...serviceConfig(settings),
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
  })
}

const serviceConfig = (settings: ReturnType<typeof reader>['settings']): ServiceConfig => ({
  signatureVersion: settings.oneOf('WAYBILL_SIGNATURE_VERSION', ['2', '4']) === '4' ? 4 : 2,
  era: settings.oneOf('WAYBILL_MANIFEST_ERA', ['lenient', '2015']),
})

/** Reads settings one by one and remembers what is wrong, so that `complete` can name every fault. */
const reader = (environment: Environment) => {
  const faults: string[] = []

  /** The setting as `parse` understands it; what it stands for meanwhile is never seen, since `complete` throws. */
  const read = <T>(name: SettingName, takes: string, parse: (text: string) => T | undefined, meanwhile: T): T => {
    const { byDefault }: { readonly meaning: string; readonly byDefault?: string } = SETTINGS[name]
    const text = environment[name] || byDefault
    const value = text === undefined ? undefined : parse(text)
    if (value !== undefined) return value
    faults.push(
      text === undefined
        ? `${name} must be set to ${takes}.`
        : `${name} is ${JSON.stringify(text)}; it takes ${takes}.`,
    )
    return meanwhile
  }

  const wholeNumber = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined)
  const settings = {
    isSet: (name: SettingName) => Boolean(environment[name]),
    text: (name: SettingName) => read(name, 'a name or path', text => text, ''),
    wholeNumber: (name: SettingName) => read(name, 'a whole number', wholeNumber, 0),
    port: (name: SettingName) => {
      const port = (text: string) => {
        const number = wholeNumber(text)
        return number === undefined || number > 65_535 ? undefined : number
      }
      return read(name, 'a port number from 0 to 65535', port, 0)
    },
    url: (name: SettingName) => {
      const url = (text: string) => (/^https?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : undefined)
      return read(name, 'an http or https address', url, new URL('http://meanwhile.invalid'))
    },
    oneOf: <T extends string>(name: SettingName, values: readonly [T, ...T[]]) =>
      read(name, values.join(' or '), text => values.find(value => value === text), values[0]),
  }
  const complete = <T>(config: T): T => {
    if (faults.length > 0) throw new ConfigError(faults)
    return config
  }
  return { settings, complete }
}
