import { createFolderConsole } from '../../lib/adapters/folder/console-files.ts'
import { serveConsole } from '../../lib/http/console/serve-console.ts'
import { serveGateway } from '../../lib/local/gateway.ts'
import type { Caller } from '../../lib/teams/caller.ts'
import type { ApiWorld } from '../support/api-world.ts'

/**
 * The console and every function in this very process, so that a test can move the clock and script what others answer.
 *
 * @param folder where the console was built, or will be
 */
export const serveInProcess = async (
  api: ApiWorld,
  caller: Caller,
  instead: Partial<ApiWorld['handlers']> = {},
  folder = 'console/dist',
): Promise<{ readonly url: string; stop(): Promise<void> }> => {
  const { clock, newId, log } = api.deps
  const files = createFolderConsole(folder)
  const gateway = await serveGateway(
    {
      handlers: { ...api.handlers, console: serveConsole({ log, clock, files }), ...instead },
      authorizer: { callerOf: async () => caller },
      names: { hosts: [], origins: [] },
      newId,
      clock,
      log,
      flushed: async () => undefined,
    },
    0,
  )
  return {
    url: gateway.url,
    stop: async () => {
      await gateway.stop()
      await api.stop()
    },
  }
}
