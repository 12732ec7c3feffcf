import { queryApi } from '../lib/http/query/query-api.ts'
import { dependencies } from './wiring.ts'

export const handler = queryApi(await dependencies())
