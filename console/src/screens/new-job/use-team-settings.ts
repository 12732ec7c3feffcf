import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { components } from '../../../../lib/client/client.ts'
import type { OptionTexts } from '../../../../lib/manifest/assist/option-texts.ts'
import { api } from '../../api/client.ts'
import { useMe } from '../../api/me.ts'
import { answered } from '../../api/problem.ts'

type Defaults = components['schemas']['Team']['defaults']

/** What the team of the caller has settled for all of its manifests and jobs. */
export interface TeamSettings {
  /** What manifests may leave out; nothing while it is not known. */
  readonly defaults: OptionTexts
  /** Tags that each job must have. */
  readonly requiredTags: readonly string[]
}

const NO_TAGS: readonly string[] = []

/** The options of the defaults; a return address that is a name of the address book has been looked up. */
const optionsOf = ({ returnAddress, ...plain }: Defaults, address: OptionTexts | undefined): OptionTexts => {
  const set = Object.entries({ ...plain, returnAddress: typeof returnAddress === 'string' ? address : returnAddress })
  return Object.fromEntries(set.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

export const useTeamSettings = (): TeamSettings => {
  const { data: me } = useMe()
  const { defaults = {}, requiredTags = NO_TAGS } = me?.team ?? {}
  const { returnAddress } = defaults
  const name = typeof returnAddress === 'string' ? returnAddress : undefined
  const { data: entry } = useQuery({
    queryKey: ['address', name],
    queryFn: () => answered(api.GET('/v1/addresses/{name}', { params: { path: { name: name ?? '' } } })),
    enabled: name !== undefined,
  })
  const address = entry?.address
  return useMemo(
    () => ({ defaults: optionsOf(me?.team?.defaults ?? {}, address), requiredTags }),
    [me?.team?.defaults, address, requiredTags],
  )
}
