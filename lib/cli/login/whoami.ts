import { answered, waybillClient } from '../api/ask.ts'
import type { Command } from '../command.ts'
import { EXIT_CODES } from '../command-error.ts'
import { printOne } from '../output/rows.ts'
import type { WhoamiOptions } from './options.ts'

/** Shows who the caller is for Waybill. */
export const whoami: Command<WhoamiOptions> = {
  run: async ({ options: { format }, io, target }) => {
    const client = await waybillClient(target, io)
    const me = await answered(client.GET('/v1/me'))
    const fields = [
      ['Principal', me.principal],
      ['Role', me.role],
      ['Team', me.team?.name],
      ['Operator', me.operates ? 'yes' : undefined],
      ['May', me.may.join('\n')],
    ] as const
    io.stdout.write(printOne(me, { format, fields }))
    return EXIT_CODES.done
  },
}
