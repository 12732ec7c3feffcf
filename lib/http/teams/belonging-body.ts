import * as z from 'zod/mini'
import { JOB_TYPES } from '../../manifest/manifest.ts'
import type { Placeholder } from '../../teams/belongings.ts'
import type { TemplateSettings } from '../../teams/templates/check-template.ts'
import { jsonBody } from '../kit/bodies.ts'
import type { HttpRequest } from '../kit/exchange.ts'

const text = z.string()

export const TemplateJson = z.strictObject({
  manifest: text,
  jobType: z.optional(z.enum(JOB_TYPES)),
  placeholders: z.optional(
    z.array(
      z.strictObject({
        name: text,
        pattern: z.optional(text),
        default: z.optional(text),
        description: z.optional(text.check(z.maxLength(500))),
      }),
    ),
  ),
})

export const AddressJson = z.strictObject({ address: z.record(text, text) })

/** @throws RequestError BODY_EMPTY, BODY_TOO_LARGE, JSON_MALFORMED, FIELD_INVALID, MEDIA_TYPE_UNSUPPORTED */
export const templateBody = (request: HttpRequest): TemplateSettings => {
  const { manifest, jobType, placeholders = [] } = jsonBody(request, TemplateJson)
  return {
    manifest,
    ...(jobType && { jobType }),
    placeholders: placeholders.map(
      ({ name, pattern, default: byDefault, description }): Placeholder => ({
        name,
        ...(pattern !== undefined && { pattern }),
        ...(byDefault !== undefined && { default: byDefault }),
        ...(description !== undefined && { description }),
      }),
    ),
  }
}

/** @throws RequestError BODY_EMPTY, BODY_TOO_LARGE, JSON_MALFORMED, FIELD_INVALID, MEDIA_TYPE_UNSUPPORTED */
export const addressBody = (request: HttpRequest) => jsonBody(request, AddressJson).address
