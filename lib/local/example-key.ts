import type { Keys } from '../teams/keys.ts'

/** The documentation's example key pair, so that the guide's manifest works as it is printed. It is public. */
export const EXAMPLE_KEY = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}

/**
 * The same keys without what everybody knows: where callers must prove who they are, the key of a public page proves
 * nothing. A file may still hold it from the time before.
 */
export const withoutExampleKey = (keys: Keys): Keys => ({
  ofTeam: async team => (await keys.ofTeam(team)).filter(isSecret),
  find: async accessKeyId => {
    const key = await keys.find(accessKeyId)
    if (!key || !isSecret(key)) return undefined
    const { previousSecretAccessKey: previous, ...current } = key
    return {
      ...current,
      ...(previous !== undefined && previous !== EXAMPLE_KEY.secretAccessKey && { previousSecretAccessKey: previous }),
    }
  },
})

const isSecret = ({
  accessKeyId,
  secretAccessKey,
}: {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}) => accessKeyId !== EXAMPLE_KEY.accessKeyId && secretAccessKey !== EXAMPLE_KEY.secretAccessKey
