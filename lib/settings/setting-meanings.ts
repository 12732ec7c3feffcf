import type { SettingName } from './settings.ts'

/** What each setting means, in the same words as docs/settings.md. */
export const SETTING_MEANINGS: Readonly<Record<SettingName, string>> = {
  WAYBILL_PORT: 'Port of Waybill on 127.0.0.1; 0 chooses a free port',
  WAYBILL_DEPOT_PORT: 'Port of the depot on 127.0.0.1; 0 chooses a free port',
  WAYBILL_URL:
    'Endpoint of `waybill CreateJob`, the other commands of the tool, and `waybill check`; without it `http://127.0.0.1` with `WAYBILL_PORT`',
  WAYBILL_TOKEN: 'Bearer token that `waybill check` and `waybill checks` send to a Waybill on another machine',
  WAYBILL_PROFILE: 'Profile of the config file that `waybill` uses without `--profile` and without an address',
  WAYBILL_CONFIG: 'Config file of `waybill`; without it `waybill/config` in `~/.config`',
  WAYBILL_DATA_DIR: 'Folder of all data: tables, archive, keys',
  WAYBILL_RETENTION_DAYS:
    'Days after which a job that is over loses its manifests, addresses and PDFs, 30 or more; without it jobs stay as they are for ever. A stage has `retentionDays`',
  WAYBILL_REQUEST_SECONDS:
    'Seconds that a request to one machine may wait for the service, 2 to 600. More of them suit a slow machine or service, and then an unclear submission takes as much longer to be resolved',
  WAYBILL_STORE:
    "Store of the jobs: `sqlite`, in the data folder, or `dynamodb`, with the table `WAYBILL_TABLE` and the bucket `WAYBILL_LOG_BUCKET`, which the AWS SDK's own settings lead to",
  WAYBILL_SERVICE_URL: 'Import/Export endpoint that replaces the depot',
  WAYBILL_SIGNATURE_VERSION: 'Signature version of the requests to the service, 2 or 4',
  WAYBILL_MANIFEST_ERA: 'Edition of the manifest rules: `lenient`, or `2015`, which makes some warnings errors',
  WAYBILL_CURRENT_MANIFEST:
    "GetStatus's `CurrentManifest` on the Query endpoint: `redacted`, or `whole`, which gives tools the passwords and PINs in it as AWS does (on one machine; a stage always redacts)",
  WAYBILL_BUCKETS:
    'JSON file of the buckets that exist for the depot, `{"name": {"region": "us-east-1", "writable": true, "owners": ["TEAM"]}}`, or `s3` for S3 itself; without it every well-formed name is a bucket',
  WAYBILL_DEPOT_URL:
    "Public address of the depot, for the links to its PDFs and for `waybill depot`; without it the depot's address on 127.0.0.1",
  WAYBILL_DEPOT_DAILY_JOBS: 'Jobs that one access key may create at the depot in a day; without it unlimited',
  WAYBILL_AUTH:
    'Who may call on this machine: `none` accepts every connection as team `local`; `jwt` requires a token of your identity provider',
  WAYBILL_JWT_ISSUER: 'Issuer of the tokens (`iss`)',
  WAYBILL_JWT_AUDIENCE: 'Required audience of the tokens (`aud`)',
  WAYBILL_JWKS_URL: "Address of the issuer's public keys; https, or http on this machine",
  WAYBILL_JWT_TEAM_CLAIM: "Claim that names the caller's team",
  WAYBILL_JWT_GROUPS_CLAIM: "Claim that lists the caller's groups",
  WAYBILL_JWT_AUDITOR_GROUP:
    'Group whose members see every job and cannot change them; without it tokens make no auditors',
  WAYBILL_CONSOLE_CLIENT_ID:
    'Client ID of the console at the issuer: a public client with PKCE; without it people cannot sign in to the console',
  WAYBILL_CONSOLE_SCOPE:
    'Scope that the console asks for; `offline_access` gives it the refresh token with which it renews tokens',
  WAYBILL_CONSOLE_ORIGINS:
    "Origins, comma-separated, of the issuer's endpoints for tokens where they are not the issuer's own origin",
  WAYBILL_CONSOLE_ROLES:
    'Deployed console of a stage whose callers sign with IAM: ARNs, comma-separated, of the roles that people may assume with a token of the issuer',
  WAYBILL_CONSOLE_STS_URL: 'Deployed console: where STS gives credentials for those roles',
  WAYBILL_CONSOLE_REGION: 'Deployed console: the region that requests are signed for',
  WAYBILL_USAGE_KEY_PREFIX: "Deployed authoriser: the prefix of a tier's name in the API key of its usage plan",
  WAYBILL_TEAMS:
    'Deployed functions: the teams, auditors and operators that are in force until the first start has moved them into the table; JSON, `{"teams": {"NAME": {"roles": [ARN], "keys": [ACCESS KEY ID]}}, "auditors": [ARN], "operators": [ARN]}`',
  WAYBILL_OPERATORS:
    'Claims, comma-separated, of who looks after teams from the first start on, such as `groups=waybill-operators`, where `WAYBILL_AUTH` is `jwt`',
  WAYBILL_ACCOUNTS: 'Deployed function for teams: accounts, comma-separated, whose roles and users the gateway lets in',
  WAYBILL_TIERS:
    'How often one team of each tier may ask, requests a second and at once: JSON, `{"standard": {"rate": 20, "burst": 40}}`; without it as often as it likes',
  WAYBILL_SMOKE_MEMBER: "Deployed functions: the role of the stage's smoke test and its team, `ARN=TEAM`",
  WAYBILL_TABLE: 'Deployed functions, and `WAYBILL_STORE=dynamodb`: the DynamoDB table of records and jobs',
  WAYBILL_LOG_BUCKET: 'Deployed functions, and `WAYBILL_STORE=dynamodb`: the S3 bucket of the SIGNATURE files',
  WAYBILL_HOSTS:
    'Further host names of this machine besides 127.0.0.1, localhost and [::1], comma-separated, each with or without a port, for example those of a proxy in front. Requests for other hosts are refused',
  WAYBILL_CORS_ORIGINS: 'Origins, comma-separated, whose web pages may call and read the answers; other pages may not',
  WAYBILL_TEAM_LOG_BUCKETS:
    "Deployed functions: teams' buckets, comma-separated, that get a copy of the SIGNATURE if a manifest has its logs there",
  WAYBILL_KEYS_PREFIX: 'Deployed functions: the prefix of an access key ID in the name of its Secrets Manager secret',
  WAYBILL_CHECKS_FOLDER:
    'Folder of checks that are part of the settings: one file `NAME.json` each, with their manifests beside them',
  WAYBILL_DEPOT_ADDRESS: 'Deployed depot: JSON, the lines of the shipping address for devices',
  WAYBILL_DEPOT_SECRETS: "Deployed depot: the prefix of `signing` and `staff` in the names of the depot's own secrets",
  WAYBILL_DEPOT_OWNERS:
    'Deployed depot: JSON, the teams and access keys that may use each bucket; without it all may use all',
  WAYBILL_DEPOT_STAFF_SECRET:
    "Deployed functions of a stage with a depot: the name of the secret of the depot's staff; with it the stage has a desk",
  WAYBILL_CHECKS_QUEUE_URL: 'Functions of checks: the URL of the queue of due runs',
  WAYBILL_CHECKS_QUEUE_ARN: 'Functions of checks: the ARN of that queue, for schedules',
  WAYBILL_CHECKS_DEAD_LETTER_ARN: 'Functions of checks: the queue of tasks that a schedule could not deliver',
  WAYBILL_CHECKS_SCHEDULE_GROUP: 'Functions of checks: the EventBridge Scheduler group of their schedules',
  WAYBILL_CHECKS_SCHEDULE_ROLE: 'Functions of checks: the role with which schedules write to the queue',
  WAYBILL_CHECKS_KEY: 'Functions of checks and subscriptions: the KMS key that encrypts manifests and webhooks',
  WAYBILL_HISTORY_KEY: 'Deployed function that signs history: the KMS key that it signs with',
  WAYBILL_STAGE: 'Deployed functions: the stage, as a dimension of their figures',
  WAYBILL_SMOKE_URL: 'Deployed smoke test: the address of the API',
  WAYBILL_SMOKE_QUERY_URL: 'Deployed smoke test: the address of the Query endpoint',
  WAYBILL_SMOKE_KEY: 'Deployed smoke test: the access key ID in its manifests',
  WAYBILL_SMOKE_BUCKET: 'Deployed smoke test: the bucket in its manifests',
  WAYBILL_SMOKE_SUBMIT: 'Deployed smoke test: whether it creates jobs, `yes` or `no`',
  WAYBILL_SMOKE_TEAM: 'Smoke test of a release: the team that it acts for',
  WAYBILL_SMOKE_VERSIONS: 'Smoke test of a release: `FUNCTION=ARN`, comma-separated, of the new versions',
  WAYBILL_CHECKS_TOPIC: 'Functions of checks and subscriptions: the SNS topic of their notices',
}
