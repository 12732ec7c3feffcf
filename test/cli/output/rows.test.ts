import { describe, expect, it } from '@jest/globals'
import { type Column, printRows } from '../../../lib/cli/output/rows.ts'

interface Row {
  readonly device: string
  readonly signature: string
}
const COLUMNS: readonly Column<Row>[] = [
  { title: 'device', of: ({ device }) => device },
  { title: 'signature', of: ({ signature }) => signature, isExact: true },
]
const csvOf = async (...rows: Row[]) => (await printRows(rows, { format: 'csv', columns: COLUMNS })).split('\r\n')

describe('a list as CSV', () => {
  it.each(['=cmd', '+1', '-1', '@SUM(A1)', '＝1', "'=1"])(
    'lets no spreadsheet compute what people wrote, and leaves what a machine made: %j',
    async text => {
      expect(await csvOf({ device: text, signature: text })).toEqual(['device,signature', `'${text},${text}`, ''])
    },
  )

  it('shows an empty place as it is', async () => {
    expect(await csvOf({ device: '-', signature: 'a' })).toEqual(['device,signature', '-,a', ''])
  })
})
