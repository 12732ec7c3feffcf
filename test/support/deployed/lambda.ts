import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { AMPLE_MS } from '../patience.ts'

const RUNTIME = fileURLToPath(new URL('./function-runtime.mjs', import.meta.url))
/** Lambda's quota for an event and for an answer. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024

/** A function, as a template deploys it. */
export interface LambdaSettings {
  readonly name: string
  /** Where its bundle is. */
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  readonly timeoutSeconds: number
  readonly memoryMb: number
  /** How many events it may work on at once. Default: as many as come */
  readonly concurrency?: number
  /** Whether what the function asks is waited for only as long as when deployed. Default: longer, as a machine may be stopped */
  readonly hasOwnLimits?: () => boolean
}

/** What came of an invocation. */
export type Invocation =
  | { readonly kind: 'result'; readonly result: unknown; readonly rssKb: number }
  /** It threw, or it did not start, or its time was over. */
  | { readonly kind: 'error'; readonly name: string; readonly message: string }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'too-large' }

interface Environment {
  readonly child: ChildProcess
  isBusy: boolean
}

/** One function: as many processes as events at once, each of which is used again. */
export const createLambda = (settings: LambdaSettings) => {
  const { name, environment, timeoutSeconds, folder, memoryMb } = settings
  const environments: Environment[] = []
  const log: string[] = []
  let running = 0
  let concurrency = settings.concurrency ?? Number.POSITIVE_INFINITY

  const start = async (): Promise<Environment> => {
    const child = fork(RUNTIME, [], {
      env: {
        ...environment,
        PATH: '/usr/bin:/bin',
        TZ: ':UTC',
        LAMBDA_TASK_ROOT: folder,
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_LAMBDA_FUNCTION_VERSION: '1',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
      },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => log.push(...chunk.toString().split('\n').filter(Boolean)))
    }
    const [ready] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [{ ready: false }])])
    if (!ready.ready) throw new Error(ready.error?.message ?? `${name} did not start`)
    const made = { child, isBusy: false }
    environments.push(made)
    child.once('exit', () => environments.splice(environments.indexOf(made), 1))
    return made
  }

  const run = async (there: Environment, event: unknown): Promise<Invocation> => {
    const id = randomUUID()
    // No test is about the end of a function's time, and its own limit may pass on a machine that is stopped.
    const timeoutMs = Math.max(timeoutSeconds * 1000, AMPLE_MS)
    there.isBusy = true
    const answered = new Promise<Invocation>(resolve => {
      const timer = setTimeout(() => {
        there.child.kill('SIGKILL')
        resolve({
          kind: 'error',
          name: 'Sandbox.Timedout',
          message: `Task timed out after ${timeoutMs / 1000} seconds`,
        })
      }, timeoutMs)
      there.child.once('message', (message: Answer) => {
        clearTimeout(timer)
        resolve(
          message.error
            ? { kind: 'error', ...message.error }
            : { kind: 'result', result: message.result, rssKb: message.rss },
        )
      })
    })
    there.child.send({ id, event, timeoutMs, ownLimits: settings.hasOwnLimits?.() ?? false })
    const invocation = await answered
    there.isBusy = false
    return invocation.kind === 'result' && sizeOf(invocation.result) > MAX_PAYLOAD_BYTES
      ? { kind: 'too-large' }
      : invocation
  }

  return {
    name,
    log,
    invoke: async (event: unknown): Promise<Invocation> => {
      if (sizeOf(event) > MAX_PAYLOAD_BYTES) return { kind: 'too-large' }
      if (running >= concurrency) return { kind: 'throttled' }
      running += 1
      try {
        const free = environments.find(({ isBusy }) => !isBusy)
        return await run(free ?? (await start()), event)
      } catch (error) {
        return { kind: 'error', name: 'Runtime.InitError', message: String(error) }
      } finally {
        running -= 1
      }
    },
    /** Lets only so many events in at once. */
    limitTo: (most: number) => {
      concurrency = most
    },
    stop: async () => {
      const ended = environments.map(({ child }) => once(child, 'exit'))
      for (const { child } of environments) child.kill('SIGKILL')
      await Promise.all(ended)
    },
  }
}

export type Lambda = ReturnType<typeof createLambda>

interface Answer {
  readonly id: string
  readonly result?: unknown
  readonly error?: { readonly name: string; readonly message: string }
  readonly rss: number
}

const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value) ?? '')
