import type { components } from '../../client/client.ts'
import { allPages } from '../../client/pages.ts'
import { answered, waybillClient } from '../api/ask.ts'
import type { Command } from '../command.ts'
import { EXIT_CODES } from '../command-error.ts'
import { type Column, printRows } from '../output/rows.ts'
import type { ListKeysOptions } from './options.ts'

type Key = components['schemas']['Key']

/** The keys of a team, or of all, as Waybill answers them: never a secret. */
export const listTeamKeys: Command<ListKeysOptions> = {
  run: async ({ args: [team], options: { format }, io, target }) => {
    const client = await waybillClient(target, io)
    const all = await allPages(
      page => answered(client.GET('/v1/keys', { params: { query: { ...page, ...(team !== undefined && { team }) } } })),
      ({ keys }) => keys,
    )
    io.stdout.write(await printRows(all, { format, columns: COLUMNS, none: 'No keys.' }))
    return EXIT_CODES.done
  },
}

const COLUMNS: readonly Column<Key>[] = [
  { title: 'key', of: ({ accessKeyId }) => accessKeyId },
  { title: 'team', of: ({ team }) => team },
  { title: 'signs', of: ({ use }) => use },
  { title: 'secret', of: ({ secret }) => secret },
  { title: 'changed', of: ({ changedAt }) => changedAt ?? undefined },
  { title: 'previous accepted', of: ({ hasPrevious }) => (hasPrevious ? 'yes' : 'no') },
]
