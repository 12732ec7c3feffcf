import { describe, expect, it } from '@jest/globals'
import { ForgottenTable, requireKnownTable } from '../../lib/jobs/known-table.ts'

describe('a table that jobs are to be made with', () => {
  it.each([
    { isMarked: true, isEmpty: true, hasSignatures: true, outcome: 'is taken' },
    { isMarked: false, isEmpty: true, hasSignatures: false, outcome: 'is marked' },
    { isMarked: false, isEmpty: false, hasSignatures: true, outcome: 'is marked' },
    { isMarked: false, isEmpty: true, hasSignatures: true, outcome: 'is refused' },
  ])('$outcome: %j', async ({ isMarked, isEmpty, hasSignatures, outcome }) => {
    let marks = 0
    const mark = {
      isSet: async () => isMarked,
      isEmpty: async () => isEmpty,
      set: async () => {
        marks += 1
      },
    }
    const required = requireKnownTable(mark, async () => hasSignatures)

    if (outcome === 'is refused') await expect(required).rejects.toThrow(ForgottenTable)
    else await required
    expect(marks).toBe(outcome === 'is marked' ? 1 : 0)
  })
})
