import { fillInDefaults, hasOption } from '../../manifest/assist/fill-in.ts'
import type { OptionTexts } from '../../manifest/assist/option-texts.ts'
import type { BelongingStore } from '../../teams/belongings.ts'
import type { TeamDirectory } from '../../teams/directory.ts'
import { TeamError } from '../../teams/errors.ts'
import type { Team } from '../../teams/team.ts'
import { bookAddress } from '../book-address.ts'
import type { Tags } from '../tagging.ts'
import type { ManifestInput } from './read-submission.ts'

/** The ports for the settings of teams. Default: teams have no settings */
export interface TeamSettingsDeps {
  readonly teams?: TeamDirectory
  readonly belongings?: Pick<BelongingStore, 'get'>
}

/** A manifest with its team's defaults filled in. */
export type WholeInput<I extends ManifestInput> = I & {
  /** The options that the team's defaults and its address book fill in. */
  readonly fromTeam: readonly string[]
}

/**
 * Fills a manifest in: missing options from its team's defaults, and the return address from the address book.
 *
 * Refuses: ADDRESS_NOT_FOUND, ADDRESS_TWICE.
 */
export const fillFromTeam = async <I extends ManifestInput>(
  deps: TeamSettingsDeps,
  input: I,
): Promise<WholeInput<I>> => {
  const { team } = input.caller
  const { returnAddress: byDefault, ...plain } = (await deps.teams?.get(team))?.defaults ?? {}
  const isNamed = input.returnAddress !== undefined || byDefault !== undefined
  const isThere = isNamed && hasOption(input.text, 'returnAddress')
  // A manifest with its own address must not fail because the default address does not exist.
  const wanted = input.returnAddress ?? (isThere ? undefined : byDefault)
  const address = wanted === undefined ? undefined : await addressOf(deps, team, wanted)
  if (isThere && input.returnAddress !== undefined) {
    throw new TeamError(
      'ADDRESS_TWICE',
      `The manifest has a return address, and "${input.returnAddress}" is named beside it. Leave one of them out.`,
    )
  }
  const { text, filled } = fillInDefaults(input.text, { ...plain, ...(address && { returnAddress: address }) })
  return { ...input, text, fromTeam: filled }
}

const addressOf = async (
  deps: TeamSettingsDeps,
  team: string,
  address: NonNullable<Team['defaults']['returnAddress']>,
): Promise<OptionTexts> => (typeof address === 'string' ? bookAddress(deps, team, address) : address)

/**
 * Checks that a submission has every tag that the team requires.
 *
 * Refuses: TAG_MISSING.
 */
export const requireTags = async ({ teams }: TeamSettingsDeps, team: string, tags: Tags = {}): Promise<void> => {
  const missing = ((await teams?.get(team))?.requiredTags ?? []).filter(name => !Object.hasOwn(tags, name))
  if (missing.length === 0) return
  throw new TeamError('TAG_MISSING', `Team "${team}" needs the tags ${missing.join(', ')}; nothing was sent.`, {
    faults: missing.map(name => ({
      code: 'TAG_MISSING',
      detail: `The tag ${name} is missing.`,
      pointer: `/tags/${name}`,
    })),
  })
}
