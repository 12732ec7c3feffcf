import { resolve } from 'node:path'
import { KeysFileFault } from '../../adapters/secrets/file-keys.ts'
import { createJsonLog } from '../../adapters/system/json-log.ts'
import { clock } from '../../adapters/system/system.ts'
import { CannotStart } from '../../local/cannot-start.ts'
import { machineFault } from '../../local/machine-fault.ts'
import { run } from '../../local/run.ts'
import { localConfig } from '../../settings/config.ts'
import type { Command } from '../command.ts'
import { CommandError, EXIT_CODES } from '../command-error.ts'
import { buildConsole, isConsoleBuilt } from './build-console.ts'

/** Serves Waybill and the depot until asked to stop. */
export const start: Command = {
  run: async ({ io: { env, cwd, stdout, stderr, stopped } }) => {
    const settings = localConfig(env)
    const config = { ...settings, dataDir: resolve(cwd, settings.dataDir) }
    const running = await run(config, createJsonLog(stderr, clock)).catch(explainStart)
    const isBuilt = isConsoleBuilt()
    stdout.write(
      [
        `Waybill  ${running.url}`,
        `Service  ${running.depotUrl ? `${running.depotUrl} (the depot)` : config.serviceUrl}`,
        `Console  ${running.url}/console/${isBuilt ? '' : ' (is being built, takes some seconds)'}`,
        `Data     ${config.dataDir}`,
        '',
        'Submit a manifest:',
        `  curl --data-binary @examples/manifests/guide-s3-export.txt -H 'Content-Type: text/plain' ${running.url}/v1/jobs`,
        '',
        'Ctrl-C stops.',
        '',
      ].join('\n'),
    )
    if (!isBuilt) buildConsole(stdout, stopped)
    await new Promise<void>(done => {
      if (stopped.aborted) done()
      stopped.addEventListener('abort', () => done(), { once: true })
    })
    await running.stop()
    return EXIT_CODES.done
  },
}

/** What to do about a start that failed for the machine's sake; anything else is a bug and thrown again. */
const explainStart = (error: unknown): never => {
  if (error instanceof CannotStart || error instanceof KeysFileFault) throw new CommandError(error.message)
  const { code, port } = error as { code?: string; port?: number }
  if (code === 'EADDRINUSE') {
    throw new CommandError(
      `port ${port} is in use; set WAYBILL_PORT or WAYBILL_DEPOT_PORT to another one, or stop what listens there.`,
    )
  }
  const fault = machineFault(error)
  throw fault === undefined ? error : new CommandError(`${fault}. Mend that, and start again.`, { cause: error })
}
