import * as z from 'zod/mini'
import { CUSTODY_STEPS } from '../../jobs/job.ts'
import { jsonBody } from './bodies.ts'
import type { HttpRequest } from './exchange.ts'

/** A line of text for papers. */
const line = (longest: number) =>
  z.string().check(z.minLength(1), z.maxLength(longest), z.regex(/^(?=.*\S)[^\p{Cc}\p{Zl}\p{Zp}]+$/u))
/** A tracking number as on a receipt, with blanks or hyphens between its groups. */
const number = z.string().check(z.minLength(1), z.maxLength(64), z.regex(/^[A-Za-z0-9][A-Za-z0-9 -]*$/))

export const ShipmentJson = z.strictObject({
  carrier: line(100),
  trackingNumber: z.optional(number),
  shippedOn: z.optional(z.string().check(z.maxLength(30))),
  sealNumber: z.optional(line(64)),
  jobIds: z.optional(z.array(z.string()).check(z.minLength(1), z.maxLength(50))),
})

export const CustodyJson = z.strictObject({
  step: z.enum(CUSTODY_STEPS),
  by: line(200),
  at: z.optional(z.string().check(z.maxLength(40))),
  note: z.optional(line(500)),
  sealNumber: z.optional(line(64)),
})

/**
 * A JSON body of `PUT /v1/jobs/{jobId}/shipment`. Blanks and hyphens are removed from the tracking number, as on carriers'
 * labels.
 *
 * @throws RequestError BODY_EMPTY, BODY_TOO_LARGE, JSON_MALFORMED, FIELD_INVALID, MEDIA_TYPE_UNSUPPORTED
 */
export const shipmentBody = (request: HttpRequest) => {
  const { carrier, trackingNumber, ...rest } = jsonBody(request, ShipmentJson)
  const plain = trackingNumber?.replaceAll(/[ -]/g, '').toUpperCase()
  return { ...present(rest), carrier: carrier.trim(), ...(plain !== undefined && { trackingNumber: plain }) }
}

/**
 * A JSON body of `POST /v1/jobs/{jobId}/custody`.
 *
 * @throws RequestError as `shipmentBody`
 */
export const custodyBody = (request: HttpRequest) => {
  const { step, by, ...rest } = jsonBody(request, CustodyJson)
  return { ...present(rest), step, by: by.trim() }
}

const present = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    // The filter above is what makes this type true.
    readonly [K in keyof T]?: Exclude<T[K], undefined>
  }
