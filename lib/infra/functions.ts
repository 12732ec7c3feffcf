import type { FunctionName } from '../routes.ts'

/** What a function may reach. Each need is one `grant` of a construct: permission and configuration together. */
export type Need =
  /** Reads jobs, records and their history. */
  | 'jobs:read'
  /** Claims, completes and changes them; never removes one. */
  | 'jobs:write'
  /** Reads SIGNATURE files. */
  | 'archive:read'
  /** Adds SIGNATURE files; never replaces or removes one. */
  | 'archive:write'
  /** Reads the teams' signing keys. */
  | 'keys:read'
  /** Keeps checks, their runs and schedules in step, and tells of them. */
  | 'checks'

/** A function as it is deployed. */
export interface FunctionRow {
  /** Ends the sentence "this function …". */
  readonly does: string
  readonly memoryMb: number
  /** Above the request's own deadline (`lambdas/wiring.ts`) and below API Gateway's 29 s. */
  readonly timeoutSeconds: number
  /** How many may run at once; 0 turns the function off. */
  readonly concurrency: number
  readonly needs: readonly Need[]
}

/** Functions that API Gateway calls for itself. */
type GatewayFunctionName = 'authorize'

/** Functions that a queue calls. */
type QueueFunctionName = 'run-check'

export type DeployedName = FunctionName | GatewayFunctionName | QueueFunctionName

/** Every function. One that serves routes and has no row here does not compile. */
export const FUNCTIONS = {
  'submit-jobs': {
    does: 'submits jobs',
    memoryMb: 512,
    timeoutSeconds: 26,
    concurrency: 50,
    needs: ['jobs:read', 'jobs:write', 'archive:write', 'archive:read', 'keys:read'],
  },
  'manage-jobs': {
    does: 'updates, cancels and asks about jobs',
    memoryMb: 512,
    timeoutSeconds: 26,
    concurrency: 20,
    needs: ['jobs:read', 'jobs:write', 'archive:write', 'archive:read', 'keys:read'],
  },
  'look-up-jobs': {
    does: 'looks up jobs',
    memoryMb: 256,
    timeoutSeconds: 26,
    concurrency: 50,
    needs: ['jobs:read', 'archive:read'],
  },
  'query-api': {
    does: 'speaks the Import/Export Query API',
    memoryMb: 512,
    timeoutSeconds: 26,
    concurrency: 20,
    needs: ['jobs:read', 'jobs:write', 'archive:write', 'archive:read', 'keys:read'],
  },
  'manage-checks': {
    does: 'keeps and lists checks',
    memoryMb: 512,
    timeoutSeconds: 26,
    concurrency: 20,
    needs: ['jobs:read', 'jobs:write', 'archive:read', 'keys:read', 'checks'],
  },
  'run-check': {
    does: 'runs checks that are due, sends their webhooks and tends them all',
    memoryMb: 512,
    // A run asks the service up to three times.
    timeoutSeconds: 120,
    concurrency: 10,
    needs: ['jobs:read', 'jobs:write', 'archive:read', 'keys:read', 'checks'],
  },
  authorize: {
    does: 'tells callers by their tokens',
    memoryMb: 256,
    timeoutSeconds: 10,
    concurrency: 50,
    needs: [],
  },
} as const satisfies Readonly<Record<DeployedName, FunctionRow>>
