import * as z from 'zod/mini'
import { jsonBody } from './bodies.ts'
import type { HttpRequest } from './exchange.ts'

const text = z.optional(z.string().check(z.maxLength(200)))
export const LabelJson = z.strictObject({
  jobIds: z.array(z.string()).check(z.minLength(1), z.maxLength(50)),
  /** The sender, or the name of an address in the team's address book. */
  sender: z.optional(
    z.union([
      z.string(),
      z.strictObject({
        name: text,
        company: text,
        phoneNumber: text,
        country: text,
        stateOrProvince: text,
        city: text,
        postalCode: text,
        street1: text,
        street2: text,
        street3: text,
      }),
    ]),
  ),
})

/**
 * A JSON body of `POST /v1/shipping-labels`.
 *
 * @throws RequestError BODY_EMPTY, BODY_TOO_LARGE, JSON_MALFORMED, FIELD_INVALID, MEDIA_TYPE_UNSUPPORTED
 */
export const labelBody = (request: HttpRequest) => {
  const { jobIds, sender = {} } = jsonBody(request, LabelJson)
  return { jobIds, sender }
}
