import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { AMPLE_SETTINGS } from './patience.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface WaybillProcess {
  readonly url: string
  readonly serviceUrl: string
  /** All that was printed so far, both streams. */
  output(): string
  /** @returns its exit code, or the signal that ended it */
  kill(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>
}

/**
 * `npm start`, as its own process on free ports, without npm around it.
 *
 * @param environment settings besides. A request has ample time, unless they include `OWN_SETTINGS`
 */
export const startWaybill = async (
  dataDir: string,
  environment: Readonly<Record<string, string>> = {},
  /** A file that takes standard error. Default: it is a part of `output` */
  log?: number,
): Promise<WaybillProcess> => {
  const child = spawn(process.execPath, ['bin/waybill.mjs', 'start'], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      WAYBILL_PORT: '0',
      WAYBILL_DEPOT_PORT: '0',
      WAYBILL_DATA_DIR: dataDir,
      ...AMPLE_SETTINGS,
      ...environment,
    },
    stdio: ['ignore', 'pipe', log ?? 'pipe'],
  })
  let output = ''
  child.stdout?.on('data', chunk => {
    output += chunk
  })
  child.stderr?.on('data', chunk => {
    output += chunk
  })
  await saysOrEnds(child, () => output.includes('Ctrl-C stops.'))
  const [, url] = /^Waybill {2}(http:\S+)/m.exec(output) ?? []
  const [, serviceUrl] = /^Service {2}(http:\S+)/m.exec(output) ?? []
  if (!url || !serviceUrl) throw new Error(`Waybill did not start:\n${output}`)
  return {
    url,
    serviceUrl,
    output: () => output,
    kill: async signal => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal)
        await once(child, 'exit')
      }
      return child.signalCode ?? child.exitCode
    },
  }
}

const saysOrEnds = (child: ChildProcess, says: () => boolean) =>
  new Promise<void>(resolve => {
    const look = () => says() && resolve()
    child.stdout?.on('data', look)
    child.on('exit', () => resolve())
  })
