import type { components, WaybillClient } from '../../client/client.ts'
import { AS_TEXT, answered, manifestBody } from './ask.ts'

type Verification = components['schemas']['Verification']

/** A job's SIGNATURE file, byte for byte. */
export const fetchSignature = async (client: WaybillClient, jobId: string): Promise<Uint8Array> => {
  const params = { path: { jobId } }
  const bytes = await answered(client.GET('/v1/jobs/{jobId}/signature', { params, parseAs: 'arrayBuffer' }))
  return new Uint8Array(bytes)
}

/** Which job a SIGNATURE file belongs to, and whether it is genuine and exact. */
export const verifyBytes = (client: WaybillClient, bytes: Uint8Array): Promise<Verification> =>
  answered(client.POST('/v1/signatures/verify', { body: manifestBody(bytes), headers: AS_TEXT }))
