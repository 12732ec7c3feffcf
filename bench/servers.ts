import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')

/** A server in a process of its own, so that what asks it does not take its time. */
export interface ServerProcess {
  readonly pid: number
  /** The addresses that it printed when it was ready. */
  readonly urls: readonly string[]
  stop(): Promise<void>
}

/** Starts a script of ours and waits until it has printed `ready`. */
const startServer = async (
  args: readonly string[],
  ready: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> => {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const output = await printed(child, ready)
  const { pid } = child
  if (pid === undefined || !output.includes(ready)) throw new Error(`${args.join(' ')} did not start:\n${output}`)
  return {
    pid,
    urls: [...output.matchAll(/http:\/\/[\d.]+:\d+/g)].map(([url]) => url),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

const printed = (child: ChildProcess, ready: string) =>
  new Promise<string>(resolve => {
    let output = ''
    child.stdout?.on('data', chunk => {
      output += chunk
      if (output.includes(ready)) resolve(output)
    })
    child.on('exit', () => resolve(output))
  })

export interface WaybillServer extends ServerProcess {
  readonly url: string
  readonly depotUrl: string
}

/** What `npm start` runs, without its `node`. */
const startArguments = async (): Promise<readonly string[]> => {
  // This very project's own file.
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { scripts: { start: string } }
  return scripts.start.split(' ').slice(1)
}

/** `npm start` on free ports. */
export const startWaybill = async (dataDir: string): Promise<WaybillServer> => {
  const server = await startServer(await startArguments(), 'Ctrl-C stops.', {
    WAYBILL_PORT: '0',
    WAYBILL_DEPOT_PORT: '0',
    WAYBILL_DATA_DIR: dataDir,
  })
  const [url = '', depotUrl = ''] = server.urls
  return { ...server, url, depotUrl }
}

/** A bare `node:http` server that answers each POST with its own body. */
export const startEcho = async (): Promise<ServerProcess & { readonly url: string }> => {
  const server = await startServer(['bench/echo.ts'], '\n')
  return { ...server, url: server.urls[0] ?? '' }
}

/** A folder for the time of `use`. */
export const withFolder = async <T>(use: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-bench-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
