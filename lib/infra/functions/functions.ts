import type { FunctionName } from '../../http/routes.ts'

/** A need of a function. Each is one `grant` of a construct, which gives permission and configuration together. */
export type Need =
  /** Reads jobs and records by their keys. */
  | 'jobs:read'
  /** Lists jobs. */
  | 'jobs:list'
  /** Finds other jobs of a device. */
  | 'jobs:of-device'
  /** Lists open records. */
  | 'jobs:open'
  /** Lists jobs that are due, and moves the time of their next look. */
  | 'jobs:due'
  /** Puts jobs and their events, and never removes any. */
  | 'jobs:write'
  /** Claims records for new submissions. */
  | 'records:claim'
  /** Checks, before the first submission, that the table knows the jobs of the log bucket, and marks it. */
  | 'jobs:begin'
  /** Changes the lease and the end of existing records. */
  | 'records:complete'
  /** Lists a job's events and manifests. */
  | 'history:read'
  /** Adds events to history, and changes nothing else. */
  | 'history:append'
  /** Reads history over all jobs, and signs a digest of each day. */
  | 'history:sign'
  /** Removes addresses and manifests from old jobs, and their PDFs from the log bucket. */
  | 'jobs:purge'
  /** Reads SIGNATURE files. */
  | 'archive:read'
  /** Adds SIGNATURE files, and reads existing ones to compare them. Never replaces or removes one. */
  | 'archive:write'
  /** Copies SIGNATURE files to the teams' buckets that the stage lists. */
  | 'archive:copy'
  /** Reads the teams' signing keys. */
  | 'keys:read'
  /** Reads when signing keys were changed, but not their secrets. */
  | 'keys:describe'
  /** Maintains checks, their runs and schedules, and delivers notices. */
  | 'checks'
  /** Lists all schedules of checks, to find those that do not match their checks. */
  | 'checks:maintain'
  /** Manages subscriptions, and lists their deliveries. */
  | 'subscriptions'
  /** Makes deliveries of the notices that are stored with jobs, and sends them. */
  | 'notices'

  /** Sends requests of the staff to the depot, if the stage has one. */
  | 'depot:staff'
  /** Finds the team of a token's claims. */
  | 'teams:find'
  /** Finds the team that has a bucket. */
  | 'teams:buckets'
  /** Counts jobs against daily quotas of teams. */
  | 'teams:count'
  /** Counts the requests of teams that can change something, together with all other functions. */
  | 'teams:throttle'
  /** Puts teams, their templates and addresses, but never a key's secret. */
  | 'teams:write'
  /** Lists a team's jobs, to see whether any is under way. */
  | 'jobs:of-team'

/** The properties of a deployed function. */
export interface FunctionRow {
  /** Ends the sentence "this function …". */
  readonly does: string
  readonly memoryMb: number
  /** Above the request's own deadline (`lambdas/wiring.ts`). If API Gateway calls the function, below its limit of 29 s. */
  readonly timeoutSeconds: number
  /** How many may run at a time; 0 turns the function off. */
  readonly concurrency: number
  /** How many are started in advance. Default: none */
  readonly provisioned?: number | undefined
  readonly needs: readonly Need[]
  /** The caller. API Gateway and a queue wait for the answer, a schedule does not. */
  readonly calledBy: 'gateway' | 'queue' | 'schedule'
}

/** Functions without routes: API Gateway calls `authorize` itself, a queue calls `run-check`, schedules call the others. */
type FurtherName = 'authorize' | 'run-check' | 'reconcile' | 'follow-jobs' | 'notify' | 'sign-history' | 'purge-jobs'

export type DeployedName = FunctionName | FurtherName

/** Every function. One that serves routes and has no row here does not compile. */
export const FUNCTIONS = {
  'submit-jobs': {
    does: 'submits jobs',
    // Most of a submission is waiting for the service. With 512 MB, the processor's part would be only 45 ms shorter.
    memoryMb: 256,
    timeoutSeconds: 26,
    concurrency: 50,
    needs: [
      'jobs:read',
      'jobs:of-device',
      'jobs:write',
      'records:claim',
      'jobs:begin',
      'records:complete',
      'archive:write',
      'archive:copy',
      'keys:read',
      'teams:buckets',
      'teams:count',
      'teams:throttle',
    ],
    calledBy: 'gateway',
  },
  'manage-jobs': {
    does: 'updates, cancels and asks about jobs',
    memoryMb: 512,
    timeoutSeconds: 26,
    concurrency: 20,
    needs: [
      'jobs:read',
      'jobs:of-device',
      'jobs:write',
      'archive:read',
      'archive:write',
      'keys:read',
      'teams:buckets',
      'teams:throttle',
      'depot:staff',
    ],
    calledBy: 'gateway',
  },
  'look-up-jobs': {
    does: 'looks up jobs',
    memoryMb: 256,
    timeoutSeconds: 26,
    concurrency: 50,
    needs: ['jobs:read', 'jobs:list', 'history:read', 'history:append', 'archive:read'],
    calledBy: 'gateway',
  },
  'query-api': {
    does: 'speaks the Import/Export Query API',
    memoryMb: 512,
    timeoutSeconds: 26,
    concurrency: 20,
    needs: [
      'jobs:read',
      'jobs:of-device',
      'jobs:write',
      'records:claim',
      'jobs:begin',
      'records:complete',
      'archive:write',
      'archive:copy',
      'keys:read',
      'teams:buckets',
      'teams:count',
      'teams:throttle',
    ],
    calledBy: 'gateway',
  },
  'manage-checks': {
    does: 'keeps and lists checks',
    memoryMb: 512,
    timeoutSeconds: 26,
    concurrency: 20,
    needs: ['jobs:read', 'jobs:write', 'keys:read', 'teams:buckets', 'teams:throttle', 'checks'],
    calledBy: 'gateway',
  },
  'run-check': {
    does: 'runs checks that are due, sends their webhooks and maintains all checks',
    memoryMb: 512,
    // A run asks the service up to three times.
    timeoutSeconds: 120,
    concurrency: 10,
    needs: ['jobs:read', 'jobs:write', 'keys:read', 'teams:buckets', 'checks', 'checks:maintain'],
    calledBy: 'queue',
  },
  'manage-subscriptions': {
    does: 'stores and lists subscriptions',
    memoryMb: 256,
    timeoutSeconds: 26,
    concurrency: 10,
    needs: ['subscriptions', 'teams:throttle'],
    calledBy: 'gateway',
  },
  notify: {
    does: 'sends the events that subscriptions ask for',
    memoryMb: 256,
    // Shorter than the time between two runs, so that two never overlap.
    timeoutSeconds: 58,
    concurrency: 1,
    needs: ['jobs:read', 'notices'],
    calledBy: 'schedule',
  },
  'manage-teams': {
    does: 'looks after teams, their templates and addresses',
    memoryMb: 256,
    timeoutSeconds: 26,
    concurrency: 10,
    needs: ['teams:write', 'teams:throttle', 'jobs:of-team', 'keys:describe'],
    calledBy: 'gateway',
  },
  reconcile: {
    does: 'resolves what was left open',
    memoryMb: 512,
    timeoutSeconds: 300,
    concurrency: 1,
    needs: [
      'jobs:read',
      'jobs:open',
      'jobs:write',
      'records:complete',
      'archive:read',
      'archive:write',
      'archive:copy',
      'keys:read',
    ],
    calledBy: 'schedule',
  },
  'follow-jobs': {
    does: 'asks the service about jobs whose time has come',
    memoryMb: 512,
    // Shorter than the time between two runs, so that two never overlap.
    timeoutSeconds: 58,
    concurrency: 1,
    needs: ['jobs:read', 'jobs:due', 'jobs:write', 'keys:read'],
    calledBy: 'schedule',
  },
  'sign-history': {
    does: 'signs the days of history that are over',
    memoryMb: 512,
    // One run must sign a whole day, so it gets the longest time.
    timeoutSeconds: 900,
    concurrency: 1,
    needs: ['history:sign'],
    calledBy: 'schedule',
  },
  /** Only for stages with a retention. */
  'purge-jobs': {
    does: 'takes manifests and addresses out of old jobs',
    memoryMb: 512,
    // A first run may find years of jobs.
    timeoutSeconds: 900,
    concurrency: 1,
    needs: ['jobs:purge'],
    calledBy: 'schedule',
  },
  console: {
    does: 'gives out the console',
    memoryMb: 256,
    timeoutSeconds: 10,
    concurrency: 20,
    needs: [],
    calledBy: 'gateway',
  },
  authorize: {
    does: 'identifies callers by their tokens',
    memoryMb: 256,
    timeoutSeconds: 10,
    concurrency: 50,
    needs: ['teams:find'],
    calledBy: 'gateway',
  },
} as const satisfies Readonly<Record<DeployedName, FunctionRow>>

/** The depot's function, in a stack of its own. */
export const DEPOT_FUNCTION = {
  does: 'is the Import/Export service',
  memoryMb: 512,
  timeoutSeconds: 26,
  concurrency: 50,
  needs: [],
  calledBy: 'gateway',
} as const satisfies FunctionRow

/** The smoke test, if the stage wants one: on a schedule, and before a new version gets requests. */
export const SMOKE_FUNCTIONS = {
  smoke: {
    does: 'does what callers do, and reports what fails',
    memoryMb: 256,
    timeoutSeconds: 300,
    concurrency: 1,
    needs: [],
    calledBy: 'schedule',
  },
  'smoke-release': {
    does: 'tries new versions before they get a request',
    memoryMb: 256,
    timeoutSeconds: 300,
    // CodeDeploy releases all functions at the same time.
    concurrency: 20,
    needs: [],
    calledBy: 'schedule',
  },
} as const satisfies Readonly<Record<string, FunctionRow>>

/** Every function that a stage can have. */
export type AnyFunctionName = DeployedName | keyof typeof SMOKE_FUNCTIONS | 'depot'
