import { readFileSync } from 'node:fs'
import { expect, it } from '@jest/globals'
import { ACTION_MEANINGS } from '../../lib/audit/action-meanings.ts'
import { ACTIONS } from '../../lib/audit/actions.ts'

it('every action of history is in its page of the documents, with what it means', () => {
  const page = readFileSync('docs/history.md', 'utf8')
  const rows = [...page.matchAll(/^\| `([\w-]+)` \| (.*) \|$/gm)].map(([, action, meaning]) => [action, meaning])

  expect(rows).toEqual(ACTIONS.map(action => [action, ACTION_MEANINGS[action]]))
})
