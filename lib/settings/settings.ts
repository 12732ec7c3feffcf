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
  WAYBILL_STORE: {
    meaning:
      "Where jobs are stored: `sqlite`, in the data folder, or `dynamodb`, in the table `WAYBILL_TABLE` and the bucket `WAYBILL_LOG_BUCKET` that the AWS SDK's own settings lead to",
    byDefault: 'sqlite',
  },
  WAYBILL_SERVICE_URL: { meaning: 'Import/Export endpoint to use in place of the depot' },
  WAYBILL_SIGNATURE_VERSION: { meaning: 'Signature version of the requests to the service, 2 or 4', byDefault: '2' },
  WAYBILL_MANIFEST_ERA: {
    meaning: 'Edition of the manifest rules: `lenient`, or `2015`, which refuses what else only warns',
    byDefault: 'lenient',
  },
  WAYBILL_CURRENT_MANIFEST: {
    meaning:
      "GetStatus's `CurrentManifest` on the Query endpoint: `redacted`, or `whole`, which gives tools the passwords and PINs in it as AWS does",
    byDefault: 'redacted',
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
  WAYBILL_TABLE: {
    meaning: 'Deployed functions, and `WAYBILL_STORE=dynamodb`: the DynamoDB table of records and jobs',
  },
  WAYBILL_LOG_BUCKET: {
    meaning: 'Deployed functions, and `WAYBILL_STORE=dynamodb`: the S3 bucket that keeps the SIGNATURE files',
  },
  WAYBILL_HOSTS: {
    meaning:
      'Host names, comma-separated, each with or without a port, under which this machine is reached besides 127.0.0.1, localhost and [::1], for example those of a proxy in front; requests for any other host are refused',
  },
  WAYBILL_CORS_ORIGINS: {
    meaning: 'Origins, comma-separated, whose web pages may call and read the answers; pages of all others may not',
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
  WAYBILL_STAGE: { meaning: 'Deployed functions: the stage that their figures are of', byDefault: 'none' },
  WAYBILL_CHECKS_TOPIC: { meaning: 'Functions of checks: the SNS topic that is told' },
} as const satisfies Record<string, { readonly meaning: string; readonly byDefault?: string }>

export type SettingName = keyof typeof SETTINGS
export type Environment = Readonly<Record<string, string | undefined>>
