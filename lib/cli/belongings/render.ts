import { clock } from '../../adapters/system/system.ts'
import { fillPlaceholders, fillValue } from '../../manifest/assist/placeholders.ts'
import { answered, waybillClient } from '../api/ask.ts'
import type { Command } from '../command.ts'
import { EXIT_CODES } from '../command-error.ts'
import { namedValues } from '../named-values.ts'
import type { RenderOptions } from './options.ts'
import { templateNamed } from './templates.ts'

/**
 * Prints the manifest that a template makes of values. Waybill checks them first, with its own rules and what the team's
 * defaults fill in, so that what is printed is what a job would be made of.
 */
export const renderTemplate: Command<RenderOptions> = {
  run: async ({ args: [name = ''], options, io, target }) => {
    const values = namedValues('value', options.value)
    const returnAddress = options['return-address']
    const client = await waybillClient(target, io)
    const { manifest, placeholders } = await templateNamed(client, name)
    const { fromTeam } = await validated(client, name, {
      values,
      ...(returnAddress !== undefined && { returnAddress }),
    })
    const today = clock().toISOString().slice(0, 'YYYY-MM-DD'.length)
    const defaults = new Map(placeholders.map(one => [one.name, one.default ?? '']))
    const fill = (placeholder: string): string => {
      if (placeholder === 'date') return today
      return values[placeholder] ?? fillValue(defaults.get(placeholder) ?? '', fill)
    }
    io.stdout.write(fillPlaceholders(manifest, fill))
    if (fromTeam && fromTeam.length > 0) io.stderr.write(`The team fills in besides: ${fromTeam.join(', ')}.\n`)
    return EXIT_CODES.done
  },
}

const validated = async (
  client: Awaited<ReturnType<typeof waybillClient>>,
  name: string,
  body: { readonly values: Record<string, string>; readonly returnAddress?: string },
): Promise<{ readonly fromTeam?: readonly string[] }> => {
  const answer = await answered(
    client.POST('/v1/templates/{name}/jobs', {
      params: { path: { name } },
      headers: { 'Content-Type': 'application/json' },
      body: { ...body, validateOnly: true },
    }),
  )
  return 'fromTeam' in answer ? answer : {}
}
