import { type Exchange, httpExchange } from '../../lib/adapters/service/query-exchange.ts'
import { AMPLE_MS } from './patience.ts'

/** Over HTTP, for worlds with a clock of their own: the deadline of a call is by that clock, and the machine's passes meanwhile. */
export const patientExchange: Exchange = (endpoint, post) => httpExchange(endpoint, post, AMPLE_MS)
