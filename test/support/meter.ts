import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

/** What requests to DynamoDB came to. */
export interface Tally {
  /** How many requests the last answer waited for, one after the other; those at the same time count as one. */
  inSeries: number
  reads: number
  writes: number
  /** As DynamoDB itself reports it: 1 KB written, or 4 KB read with strong consistency. */
  capacityUnits: number
  /** Of those, what reads took; the rest is what writes took. */
  readUnits: number
  bytesSent: number
  bytesReceived: number
}

interface Consumed {
  readonly CapacityUnits?: number
}

/** Counts every request of a client from now on. */
export const meter = (documents: DynamoDBDocumentClient) => {
  let tally = empty()
  /** Whatever begins has waited for what has ended by then. */
  const during = async <T>(act: () => Promise<T>): Promise<T> => {
    const place = tally.inSeries + 1
    const result = await act()
    tally.inSeries = Math.max(tally.inSeries, place)
    return result
  }
  documents.middlewareStack.add(
    (next, context) => async args => {
      const reads = /^(?:Get|BatchGet|Query|Scan)/.test(String(context.commandName))
      tally[reads ? 'reads' : 'writes'] += 1
      const counted = { ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } }
      const result = await during(() => next(counted))
      const { ConsumedCapacity } = result.output as { ConsumedCapacity?: Consumed | readonly Consumed[] }
      for (const { CapacityUnits = 0 } of [ConsumedCapacity ?? []].flat()) {
        tally.capacityUnits += CapacityUnits
        if (reads) tally.readUnits += CapacityUnits
      }
      return result
    },
    { step: 'initialize', name: 'meter-capacity' },
  )
  documents.middlewareStack.add(
    next => async args => {
      const { body } = args.request as { body?: string | Uint8Array }
      tally.bytesSent += body === undefined ? 0 : Buffer.byteLength(body)
      const result = await next(args)
      const { headers } = result.response as { headers?: Readonly<Record<string, string>> }
      tally.bytesReceived += Number(headers?.['content-length'] ?? 0)
      return result
    },
    { step: 'finalizeRequest', name: 'meter-bytes' },
  )
  return {
    /** Counts something else as one more request that an answer waits for. */
    during,
    /** What has been counted since the last time. */
    take: (): Tally => {
      const taken = tally
      tally = empty()
      return taken
    },
  }
}

const empty = (): Tally => ({
  inSeries: 0,
  reads: 0,
  writes: 0,
  capacityUnits: 0,
  readUnits: 0,
  bytesSent: 0,
  bytesReceived: 0,
})
