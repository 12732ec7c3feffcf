import { createRequire } from 'node:module'
import ImportExport from 'aws-sdk/clients/importexport.js'
import { asText, type ClientCall, type Outcome, type QueryClient } from './query-client.ts'

// It announces its end of support in every run.
createRequire(import.meta.url)('aws-sdk/lib/maintenance_mode_message').suppress = true

/** npm's aws-sdk 2: Signature Version 2, POST, its own XML reader. */
export const AWS_SDK: QueryClient = {
  name: 'aws-sdk 2',
  missing: undefined,
  pages: false,
  ask: async (endpoint, key, calls) => {
    const credentials = { ...key } as never
    const client = new ImportExport({ endpoint, region: 'us-east-1', maxRetries: 0, credentials })
    const outcomes: Outcome[] = []
    for (const call of calls) outcomes.push(await outcomeOf(client, call))
    return outcomes
  },
}

/** What the SDK adds to an answer: its metadata, and an empty list where there was none. */
const isItsOwn = (name: string, value: unknown) =>
  name === 'ResponseMetadata' || name === '$response' || (name === 'ArtifactList' && String(value) === '')

const outcomeOf = async (client: ImportExport, { operation, params }: ClientCall): Promise<Outcome> => {
  const method = operation.charAt(0).toLowerCase() + operation.slice(1)
  try {
    const result: object = await client.makeRequest(method, params as Record<string, unknown>).promise()
    const members = Object.entries(result).filter(([name, value]) => !isItsOwn(name, value))
    return { result: asText(Object.fromEntries(members)) }
  } catch (error) {
    const { code, message, statusCode } = error as { code: string; message: string; statusCode: number }
    return { fault: { code, message, status: statusCode } }
  }
}
