import type { FunctionName } from '../../http/routes.ts'

/** What a function may reach. Each need is one `grant` of a construct: permission and configuration together. */
export type Need =
  /** Reads jobs and records by their keys. */
  | 'jobs:read'
  /** Lists jobs. */
  | 'jobs:list'
  /** Finds other jobs of a device. */
  | 'jobs:of-device'
  /** Lists what was left open. */
  | 'jobs:open'
  /** Lists jobs whose time to be looked at has come, and moves that time on. */
  | 'jobs:due'
  /** Puts jobs, and their history; never removes one. */
  | 'jobs:write'
  /** Claims records for new submissions. */
  | 'records:claim'
  /** Looks whether a table knows the jobs of the log bucket, and marks it, before it makes any. */
  | 'jobs:begin'
  /** Changes records that are there: their lease, their end. */
  | 'records:complete'
  /** Lists a job's history, and the manifests that it has had. */
  | 'history:read'
  /** Adds to history, and changes nothing else. */
  | 'history:append'
  /** Reads history over all jobs, and signs what each day ended with. */
  | 'history:sign'
  /** Takes out of old jobs what may no longer be stored, and their PDFs out of the log bucket. */
  | 'jobs:purge'
  /** Reads SIGNATURE files. */
  | 'archive:read'
  /** Adds SIGNATURE files, and reads what is there already to compare; never replaces or removes one. */
  | 'archive:write'
  /** Copies SIGNATURE files to buckets of teams that the stage lists. */
  | 'archive:copy'
  /** Reads the teams' signing keys. */
  | 'keys:read'
  /** Learns of signing keys when they were changed, and never what their secrets are. */
  | 'keys:describe'
  /** Maintains checks, their runs and schedules, and delivers notices. */
  | 'checks'
  /** Lists all schedules of checks, to find those that are not in step. */
  | 'checks:maintain'
  /** Manages subscriptions, and looks at their deliveries. */
  | 'subscriptions'
  /** Makes deliveries of what was stored with jobs, and sends them. */
  | 'notices'

  /** Speaks to the depot for its staff, where the stage has a depot. */
  | 'depot:staff'
  /** Finds the team of a token's claims. */
  | 'teams:find'
  /** Finds the team that has a bucket. */
  | 'teams:buckets'
  /** Counts jobs against daily quotas of teams. */
  | 'teams:count'
  /** Counts the requests of teams that may change something, with all other functions. */
  | 'teams:throttle'
  /** Puts teams, their templates and addresses; never a key's secret. */
  | 'teams:write'
  /** Looks whether a team has jobs under way. */
  | 'jobs:of-team'

/** A function as it is deployed. */
export interface FunctionRow {
  /** Ends the sentence "this function …". */
  readonly does: string
  readonly memoryMb: number
  /** Above the request's own deadline (`lambdas/wiring.ts`) and, where API Gateway calls, below its 29 s. */
  readonly timeoutSeconds: number
  /** How many may run at once; 0 turns the function off. */
  readonly concurrency: number
  /** How many are ready before anybody calls. Default: none */
  readonly provisioned?: number | undefined
  readonly needs: readonly Need[]
  /** Who calls it: API Gateway and a queue wait for its answer, a schedule does not. */
  readonly calledBy: 'gateway' | 'queue' | 'schedule'
}

/** Functions that serve no route: API Gateway calls `authorize` for itself, a queue calls `run-check`, schedules those from `reconcile` on. */
type FurtherName = 'authorize' | 'run-check' | 'reconcile' | 'follow-jobs' | 'notify' | 'sign-history' | 'purge-jobs'

export type DeployedName = FunctionName | FurtherName

/** Every function. One that serves routes and has no row here does not compile. */
export const FUNCTIONS = {
  'submit-jobs': {
    does: 'submits jobs',
    // Most of a submission is waiting for the service; what the processor takes is 45 ms more than with 512 MB.
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
    // Shorter than the time from one round to the next, so that no two run at once.
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
    // Shorter than the time from one run to the next, so that no two are at work at once.
    timeoutSeconds: 58,
    concurrency: 1,
    needs: ['jobs:read', 'jobs:due', 'jobs:write', 'keys:read'],
    calledBy: 'schedule',
  },
  'sign-history': {
    does: 'signs the days of history that are over',
    memoryMb: 512,
    // A day is signed in one go, so it may take as long as there is.
    timeoutSeconds: 900,
    concurrency: 1,
    needs: ['history:sign'],
    calledBy: 'schedule',
  },
  /** Where the stage says how long jobs stay as they are. */
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

/** The smoke test, where the stage wants one: again and again, and before a new version gets a request. */
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
    // CodeDeploy releases all functions at a time.
    concurrency: 20,
    needs: [],
    calledBy: 'schedule',
  },
} as const satisfies Readonly<Record<string, FunctionRow>>

/** Every function that a stage can have. */
export type AnyFunctionName = DeployedName | keyof typeof SMOKE_FUNCTIONS | 'depot'
