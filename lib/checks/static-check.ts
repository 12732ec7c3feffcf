import * as z from 'zod/mini'
import { jsonOf } from '../json.ts'
import { readManifest } from '../manifest/read.ts'
import { redact } from '../manifest/redact/redact.ts'
import { CHECK_NAME } from './check.ts'
import { isScheduleFault, parseSchedule } from './schedule.ts'

const Settings = z.strictObject(
  {
    team: z.string({ error: 'must name the team' }),
    /** A file beside this one. */
    manifest: z.string({ error: 'must name a file beside this one' }),
    schedule: z._default(z.string({ error: 'must be a schedule' }), 'rate(1 day)'),
    timeZone: z._default(z.string({ error: 'must be a time zone' }), 'UTC'),
    enabled: z._default(z.boolean({ error: 'must be true or false' }), true),
    email: z._default(z.boolean({ error: 'must be true or false' }), true),
    digest: z._default(z.boolean({ error: 'must be true or false' }), false),
    unknownAfterMinutes: z._default(z.int({ error: 'must be a whole number' }).check(z.minimum(0)), 60),
  },
  { error: 'must be an object in braces' },
)

/** A check that comes with the settings of a stage. */
export interface StaticCheck extends Omit<z.output<typeof Settings>, 'manifest'> {
  readonly name: string
  /** The manifest itself. */
  readonly manifest: string
}

/** A file of static checks cannot be used. The message has a sentence for each fault. */
export class StaticCheckError extends Error {
  override readonly name = 'StaticCheckError'

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
  }
}

/**
 * A static check from its file `NAME.json`.
 *
 * @param readBeside the text of a file beside it
 * @throws StaticCheckError
 */
export const parseStaticCheck = (file: string, text: string, readBeside: (name: string) => string): StaticCheck => {
  const name = file.replace(/\.json$/, '')
  const parsed = z.safeParse(Settings, parseJson(file, text))
  if (!parsed.success) {
    throw new StaticCheckError(
      parsed.error.issues.map(issue =>
        issue.code === 'unrecognized_keys'
          ? `${file}: ${issue.keys.join(', ')} is not a setting of a check.`
          : `${file}: ${issue.path.map(String).join('.') || 'what it holds'} ${issue.message}.`,
      ),
    )
  }
  const settings = parsed.data
  const check = { ...settings, name, manifest: manifestBeside(file, settings.manifest, readBeside) }
  const faults = [...nameFaults(file, name), ...scheduleFaults(file, check), ...manifestFaults(file, settings, check)]
  if (faults.length > 0) throw new StaticCheckError(faults)
  return check
}

const parseJson = (file: string, text: string): unknown => {
  const json = jsonOf(text)
  if (json === undefined) throw new StaticCheckError([`${file} is not JSON.`])
  return json
}

const manifestBeside = (file: string, name: string, readBeside: (name: string) => string): string => {
  if (!/^[\w.-]+$/.test(name)) throw new StaticCheckError([`${file}: manifest must name a file beside this one.`])
  try {
    return readBeside(name)
  } catch {
    throw new StaticCheckError([`${file}: the file ${name} is missing beside it.`])
  }
}

const nameFaults = (file: string, name: string) =>
  CHECK_NAME.test(name) ? [] : [`${file}: the file's name names the check; it has letters, digits, ".", "_" and "-".`]

const scheduleFaults = (file: string, { schedule: expression, timeZone }: StaticCheck) => {
  const schedule = parseSchedule({ expression, timeZone })
  return isScheduleFault(schedule)
    ? [
        `${file}: ${schedule.part === 'timeZone' ? 'timeZone' : 'schedule'}: ${schedule.fault} For example: ${schedule.example}.`,
      ]
    : []
}

/** What is not there, and what defaults of the team may fill in when the check is put and runs. */
const LEFT_OUT: ReadonlySet<string> = new Set(['OPTION_MISSING', 'NOTIFICATION_EMAIL_MISSING', 'CUSTOMS_MISSING'])
const MAY_BE_LEFT_OUT: ReadonlySet<string> = new Set([
  '/returnAddress',
  '/notificationEmail',
  '/serviceLevel',
  '/logBucket',
  '/customs',
])

const manifestFaults = (file: string, { manifest: name }: { readonly manifest: string }, { manifest }: StaticCheck) => {
  if (redact(manifest) !== manifest) {
    return [`${file}: ${name} holds a password or PIN, which has no place in settings; put this check over the API.`]
  }
  const errors = readManifest(manifest).diagnostics.filter(
    ({ severity, code, pointer }) => severity === 'error' && !(LEFT_OUT.has(code) && MAY_BE_LEFT_OUT.has(pointer)),
  )
  return errors.map(({ line, column, detail }) => `${file}: ${name}:${line}:${column}: ${detail}`)
}
