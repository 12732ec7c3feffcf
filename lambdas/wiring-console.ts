import { fileURLToPath } from 'node:url'
import { createFolderConsole } from '../lib/adapters/folder/console-files.ts'
import { createPowertoolsLog } from '../lib/adapters/system/powertools-log.ts'
import { createPowertoolsMetrics } from '../lib/adapters/system/powertools-metrics.ts'
import { clock } from '../lib/adapters/system/system.ts'
import type { ConsoleDeps } from '../lib/http/console/serve-console.ts'
import { consoleConfig } from '../lib/settings/console-config.ts'
import { deployedFunction } from '../lib/settings/deployed-function.ts'

/**
 * The ports of the function that serves the console. The page's files are beside its code.
 *
 * @throws ConfigError if settings are missing or wrong
 */
export const consoleDependencies = (): ConsoleDeps => ({
  files: createFolderConsole(fileURLToPath(new URL('./console', import.meta.url))),
  signIn: consoleConfig(process.env),
  clock,
  log: createPowertoolsLog(),
  metrics: createPowertoolsMetrics(deployedFunction(process.env)),
})
