import { describe, expect, it } from '@jest/globals'
import { filledPage, type PageQuery } from '../../lib/client/pages.ts'

/** A list whose pages are as the lengths have it, however many entries are asked for. */
const listOf = (...lengths: readonly number[]) => {
  const asked: PageQuery[] = []
  const ask = async (query: PageQuery) => {
    asked.push(query)
    const at = Number(query.pageToken ?? 0)
    const entries = Array.from(
      { length: Math.min(lengths[at] ?? 0, query.pageSize) },
      (_one, index) => `${at}-${index}`,
    )
    return { entries, ...(at + 1 < lengths.length && { nextPageToken: String(at + 1) }) }
  }
  return { ask, asked }
}

const filled = (list: ReturnType<typeof listOf>, query: PageQuery) =>
  filledPage(list.ask, ({ entries }: { readonly entries: readonly string[] }) => entries, query)

describe('a page that people see', () => {
  it.each([
    ['is asked for once where it is full', [3, 3], 3, 1, 3, '1'],
    ['is filled from the pages behind it where they are short or empty', [1, 0, 0, 2, 3], 3, 4, 3, '4'],
    ['ends with the list', [0, 1, 0], 3, 3, 1, undefined],
    ['is empty where the list is', [0], 3, 1, 0, undefined],
    ['is given as it is after ten requests', Array(12).fill(0), 3, 10, 0, '10'],
  ] as const)('%s', async (_how, lengths, pageSize, requests, found, next) => {
    const list = listOf(...lengths)
    const { entries, nextPageToken } = await filled(list, { pageSize })

    expect([list.asked.length, entries.length, nextPageToken]).toEqual([requests, found, next])
    expect(new Set(entries).size).toBe(found)
  })

  it('begins where its token leads, and asks for no more than has room', async () => {
    const list = listOf(5, 2, 2)
    const { entries } = await filled(list, { pageSize: 3, pageToken: '1' })

    expect(list.asked).toEqual([
      { pageSize: 3, pageToken: '1' },
      { pageSize: 1, pageToken: '2' },
    ])
    expect(entries).toEqual(['1-0', '1-1', '2-0'])
  })
})
