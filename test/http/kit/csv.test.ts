import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import Papa from 'papaparse'
import { csvOf } from '../../../lib/http/kit/csv.ts'

const COLUMNS = { id: 'exact', note: 'free' } as const

/** As a CSV reader of another hand sees it. */
const read = (bytes: Uint8Array) => {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',', newline: '\r\n' })
  expect(errors).toEqual([])
  // The last line ends like all others.
  expect(data.at(-1)).toEqual([''])
  return data.slice(0, -1)
}
const text = fc.string({
  unit: fc.oneof(fc.constantFrom(...'=+-@\t\r\n",\'; ＝＋－＠\ufeff'), fc.string({ unit: 'binary' })),
})
const unguarded = (cell = '') => cell.replace(/^'/, '')
/** Half of a surrogate pair is nothing that UTF-8 can hold. */
const inUtf8 = (cell: string) => cell.toWellFormed()

describe('CSV', () => {
  it('gives every text back to another reader: exact cells as they are, free ones without one apostrophe', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ id: text, note: text }), { minLength: 1 }), async rows => {
        const cells = read(await csvOf(COLUMNS, rows, { header: true }))

        expect(cells).toEqual([['id', 'note'], ...rows.map(({ id }) => [inUtf8(id), expect.any(String)])])
        expect(cells.slice(1).map(([, note]) => unguarded(note))).toEqual(rows.map(({ note }) => inUtf8(note)))
      }),
    )
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠1', "'=1"])(
    'does not let a spreadsheet compute %j where people wrote it, and leaves it alone elsewhere',
    async cell => {
      const [row] = read(await csvOf(COLUMNS, [{ id: cell, note: cell }], { header: false }))

      expect(row).toEqual([cell, `'${cell}`])
    },
  )

  it('leaves a cell empty where a row has nothing, and counts from zero', async () => {
    expect(read(await csvOf({ ...COLUMNS, count: 'exact' }, [{ id: 'a', count: 0 }], { header: false }))).toEqual([
      ['a', '', '0'],
    ])
  })
})
