import { pause } from '../pause.ts'

/** What asks too often is asked to come again within seconds; what has used up a day is not waited for. */
const LONGEST_WAIT_SECONDS = 30
const MOST_TRIES = 10

/** Sends a request again where Waybill, which did nothing, asks for it to come a little later (429). */
export const patiently = async (
  request: Request,
  send: (request: Request) => Promise<Response>,
  stopped: AbortSignal,
): Promise<Response> => {
  for (let tries = 1; ; tries++) {
    const response = await send(request.clone())
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
    const isSoon = response.status === 429 && seconds <= LONGEST_WAIT_SECONDS
    if (!isSoon || tries === MOST_TRIES || stopped.aborted) return response
    await response.body?.cancel()
    await pause(seconds * 1_000, stopped)
  }
}
