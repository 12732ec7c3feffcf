import { serveConsole } from '../lib/http/console/serve-console.ts'
import { inTime } from './in-time.ts'
import { consoleDependencies } from './wiring-console.ts'

export const handler = inTime(serveConsole(consoleDependencies()))
