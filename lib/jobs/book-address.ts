import { BELONGING_NAME, type BelongingStore, type BookAddress } from '../teams/belongings.ts'
import { TeamError } from '../teams/errors.ts'

/**
 * An address of a team's address book, by its name.
 *
 * Refuses: ADDRESS_NOT_FOUND.
 */
export const bookAddress = async (
  { belongings }: { readonly belongings?: Pick<BelongingStore, 'get'> },
  team: string,
  name: string,
): Promise<BookAddress['address']> => {
  const found = BELONGING_NAME.test(name) ? await belongings?.get(team, 'address', name) : undefined
  if (found?.is === 'address') return found.address
  throw new TeamError(
    'ADDRESS_NOT_FOUND',
    `The address ${JSON.stringify(name.slice(0, 64))} is not in the address book of team "${team}". Put it there, or write the address itself.`,
  )
}
