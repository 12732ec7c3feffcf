import type { components } from '../../../lib/client/client.ts'
import { word } from './command.ts'

type Key = Pick<components['schemas']['Key'], 'accessKeyId' | 'team' | 'secret'>

/** What is done with a key, and the line that does it in a terminal. */
export interface KeyLine {
  readonly does: 'put' | 'rotate' | 'delete' | 'restore'
  readonly line: string
}

/** The shell reads the secret without showing it, and it is in no file and no history. */
const WITH_SECRET = 'read -rs SECRET; printf %s "$SECRET" | '

const keysLine = (stage: string | null, ...words: readonly string[]): string =>
  ['npx', 'waybill', 'keys', ...words, ...(stage === null ? [] : ['--stage', stage])].map(word).join(' ')

export const putLine = (stage: string | null, { accessKeyId, team }: Pick<Key, 'accessKeyId' | 'team'>): string =>
  WITH_SECRET + keysLine(stage, 'put', accessKeyId, '--team', team)

export const listLine = (stage: string | null): string => keysLine(stage, 'list')

/**
 * What may be done with a key as it is, as lines for a terminal: the page itself neither takes nor sends a secret.
 *
 * @param stage whose key it is; `null`: one of this machine
 */
export const linesOf = (stage: string | null, key: Key): readonly KeyLine[] => {
  const { accessKeyId, secret } = key
  switch (secret) {
    case 'missing':
      return [{ does: 'put', line: putLine(stage, key) }]
    case 'deleted':
      return [
        {
          does: 'restore',
          line: ['aws', 'secretsmanager', 'restore-secret', '--secret-id', `waybill/${stage}/keys/${accessKeyId}`]
            .map(word)
            .join(' '),
        },
      ]
    case 'stored':
      return [
        { does: 'rotate', line: WITH_SECRET + keysLine(stage, 'rotate', accessKeyId) },
        { does: 'delete', line: keysLine(stage, 'delete', accessKeyId) },
      ]
  }
}
