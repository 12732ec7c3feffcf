import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../lib/local/run.ts'
import { localConfig } from '../../lib/settings/config.ts'
import { commandIo, waybill } from './command-io.ts'
import { AMPLE_SETTINGS } from './patience.ts'

/**
 * A Waybill in this process, an empty folder, and the command line in it.
 *
 * @param keys what `keys.json` holds. Default: there is none
 */
export const cliWorld = async (settings: Readonly<Record<string, string>> = {}, keys?: object) => {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-cli-'))
  if (keys) {
    await mkdir(join(folder, 'data'), { mode: 0o700 })
    await writeFile(join(folder, 'data/keys.json'), JSON.stringify(keys), { mode: 0o600 })
  }
  const log = { info: () => undefined, error: () => undefined }
  const environment = {
    WAYBILL_PORT: '0',
    WAYBILL_DEPOT_PORT: '0',
    WAYBILL_DATA_DIR: join(folder, 'data'),
    ...AMPLE_SETTINGS,
    ...settings,
  }
  const server = await run(localConfig(environment), log)
  return {
    folder,
    url: server.url,
    depotUrl: server.depotUrl ?? '',
    does: async (args: readonly string[], overrides: Parameters<typeof commandIo>[0] = {}) => {
      const env = { HOME: folder, WAYBILL_URL: server.url, ...overrides.env }
      const io = commandIo({ cwd: folder, ...overrides, env })
      const code = await waybill(args, io)
      return { code, printed: io.printed(), complained: io.complained() }
    },
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true })
    },
  }
}

export type CliWorld = Awaited<ReturnType<typeof cliWorld>>
