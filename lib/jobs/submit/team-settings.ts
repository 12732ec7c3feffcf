import { fillIn } from '../../manifest/assist/fill-in.ts'
import type { OptionTexts } from '../../manifest/assist/option-texts.ts'
import { readManifest } from '../../manifest/read.ts'
import type { BelongingStore } from '../../teams/belongings.ts'
import type { TeamDirectory } from '../../teams/directory.ts'
import { TeamError } from '../../teams/errors.ts'
import type { Team } from '../../teams/team.ts'
import type { Tags } from '../tagging.ts'
import type { ManifestInput } from './read-submission.ts'

/** What knows the settings of teams. Default: teams have none */
export interface TeamSettingsDeps {
  readonly teams?: TeamDirectory
  readonly belongings?: Pick<BelongingStore, 'get'>
}

/** A manifest with what its team need not type again. */
export type WholeInput<I extends ManifestInput> = I & {
  /** The options that the team's defaults fill in. */ readonly fromTeam: readonly string[]
}

/**
 * The manifest with what it leaves out and its team's defaults have. Customs are filled in only where the manifest needs them.
 *
 * Refuses: ADDRESS_NOT_FOUND.
 */
export const fillFromTeam = async <I extends ManifestInput>(
  deps: TeamSettingsDeps,
  input: I,
): Promise<WholeInput<I>> => {
  const { customs, returnAddress, ...plain } = (await deps.teams?.get(input.caller.team))?.defaults ?? {}
  const address = returnAddress === undefined ? undefined : await addressOf(deps, input.caller.team, returnAddress)
  const options: OptionTexts = { ...plain, ...(address && { returnAddress: address }) }
  const first = fillIn(input.text, options)
  const needsCustoms =
    customs !== undefined && readManifest(first.text).diagnostics.some(({ code }) => code === 'CUSTOMS_MISSING')
  const second = needsCustoms ? fillIn(first.text, { customs }) : { text: first.text, filled: [] }
  return { ...input, text: second.text, fromTeam: [...first.filled, ...second.filled] }
}

const addressOf = async (
  { belongings }: TeamSettingsDeps,
  team: string,
  address: NonNullable<Team['defaults']['returnAddress']>,
): Promise<OptionTexts> => {
  if (typeof address !== 'string') return address
  const found = await belongings?.get(team, 'address', address)
  if (found?.is === 'address') return found.address
  throw new TeamError(
    'ADDRESS_NOT_FOUND',
    `The team's default return address "${address}" is not in its address book; put it there, or write the address in the manifest.`,
  )
}

/**
 * Every tag that the team needs is there.
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
