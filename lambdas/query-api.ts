import { queryApi } from '../lib/http/query/query-api.ts'
import { inTime } from './in-time.ts'
import { dependencies } from './wiring.ts'
import { onKnownTable } from './wiring-table.ts'

await onKnownTable()

export const handler = inTime(queryApi(await dependencies()))
