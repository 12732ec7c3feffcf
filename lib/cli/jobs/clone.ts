import { answered, waybillClient } from '../api/ask.ts'
import type { Command } from '../command.ts'
import { EXIT_CODES, UsageError } from '../command-error.ts'
import { asJson, printOne } from '../output/rows.ts'
import { jobFields } from './job-columns.ts'
import type { CloneOptions } from './options.ts'
import { saved, tagsOf } from './submitted.ts'

/**
 * Makes a manifest like a job's with other values. It is printed, so that it can be looked over; with `--submit` its job is
 * made. Secrets are stored nowhere, so the new manifest has none: which ones are missing goes to standard error.
 */
export const clone: Command<CloneOptions> = {
  run: async ({ args: [jobId = ''], options, io, target }) => {
    const { submit, format, description } = options
    const tags = tagsOf(options.tag)
    const body = {
      values: valuesOf(options),
      submit,
      validateOnly: options['validate-only'],
      ...(tags && { tags }),
      ...(description !== undefined && { description }),
    }
    const client = await waybillClient(target, io)
    const made = await answered(client.POST('/v1/jobs/{jobId}/clone', { params: { path: { jobId } }, body }))
    if (made.secretsLeftOut.length > 0) {
      io.stderr.write(`Left out, since secrets are stored nowhere: ${made.secretsLeftOut.join(', ')}\n`)
    }
    if ('manifest' in made) {
      io.stdout.write(format === 'json' ? asJson(made) : made.manifest)
      if (made.validation) io.stderr.write('The manifest passes. No job was made.\n')
      return EXIT_CODES.done
    }
    const { signatureFile } = await saved({ job: made }, options, io)
    const fields = [...jobFields(made), ['SIGNATURE', signatureFile]] as const
    io.stdout.write(printOne({ ...made, signatureFile }, { format, fields }))
    return EXIT_CODES.done
  },
}

/** By JSON pointer, as the API has it; people write `returnAddress/city`. Without a value the option is left out. */
const valuesOf = ({ set, unset }: CloneOptions): Record<string, string | null> => ({
  ...Object.fromEntries(set.map(pairOf)),
  ...Object.fromEntries(unset.map(option => [pointerOf(option), null])),
})

const pairOf = (text: string) => {
  const [, option, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  if (option === undefined || value === undefined) {
    throw new UsageError(`A value is OPTION=VALUE, not "${text}".`)
  }
  return [pointerOf(option), value] as const
}

const pointerOf = (option: string) => (option.startsWith('/') ? option : `/${option}`)
