import * as z from 'zod/mini'

/** What several schemas are made of. */

export const about = (description: string) => z.meta({ description })
export const text = z.optional(z.string())
export const time = z.iso.datetime()

export const Warning = z.object({
  code: z
    .string()
    .check(
      about(
        'A code of docs/manifest.md, SERVICE_WARNING for a warning of the service, or DEVICE_HAS_JOB where another job waits for the same device',
      ),
    ),
  detail: z.string(),
  pointer: text,
  line: z.optional(z.int()),
  column: z.optional(z.int()),
})

export const fromTeam = z.optional(
  z
    .array(z.string())
    .check(about("Options that the manifest left out, and that the team's defaults and its address book filled in")),
)

export const secretsLeftOut = z
  .array(z.string())
  .check(about('Passwords and PINs of the old manifest: they are stored nowhere, give them anew'))

const Fix = z
  .object({
    title: z.string(),
    edits: z
      .array(
        z.object({
          line: z.int(),
          column: z.int(),
          endLine: z.int(),
          endColumn: z.int(),
          text: z.string().check(about('What to write in place of the range; an empty range inserts')),
        }),
      )
      .check(about('In the order of the text, without overlap; lines and columns from 1, columns in UTF-16 units')),
  })
  .check(about('A change of the manifest that takes this diagnostic away and brings no new error'))
export const fixes = z.optional(z.array(Fix).check(about('Where there is exactly one safe mend')))
