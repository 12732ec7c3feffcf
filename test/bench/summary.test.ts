import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { Row } from '../../bench/bench.ts'
import { markdownSection, replaceSection } from '../../bench/report.ts'
import { SUMMARY, summarize } from '../../bench/summary.ts'

const documentOf = (rows: readonly Row[]) => {
  const machine = { cpu: 'Abacus', cores: 2, node: '24.0.0' }
  const bench = { measures: 'This.', limitedBy: 'that.', reason: 'so it is.', run: async () => rows }
  const section = markdownSection(bench, { name: 'x', date: '2026-11-21T12:00:00Z', machine, seconds: 1, rows })
  return `<!-- bench summary -->\nold\n<!-- end summary -->\n<!-- bench x -->\n${section}\n<!-- end x -->\n`
}

describe('the table on top of the figures', () => {
  const beside = { peer: { name: 'theirs', value: 6 }, limit: { name: 'bare', value: 2 } }

  it.each<[string, Partial<Row>, string]>([
    [
      'what stands beside it',
      { ...beside, targets: [{ of: 'peer', most: 1 }] },
      '| 3 ms | 6 ms theirs | 0.500x | ≤ 1x: met |',
    ],
    [
      'the limit',
      { ...beside, targets: [{ of: 'limit', most: 1 }] },
      '| 3 ms | 2 ms bare | 1.50x | ≤ 1x the limit: MISSED ([why](#x)) |',
    ],
    [
      'both',
      {
        ...beside,
        targets: [
          { of: 'limit', most: 2 },
          { of: 'peer', most: 1 },
        ],
      },
      '| 3 ms | 6 ms theirs; 2 ms bare | 0.500x; 1.50x | ≤ 2x the limit: met, ≤ 1x: met |',
    ],
    ['itself', { targets: [{ of: 'ours', most: 5 }] }, '| 3 ms | | | ≤ 5 ms: met |'],
  ])('has a figure whose target bounds it by %s', (_, part, line) => {
    const document = documentOf([{ name: 'one', unit: 'ms', ours: 3, ...part }])

    expect(summarize(document).split('\n')[2]).toBe(`| [x](#x): one ${line}`)
  })

  it('leaves out what has no target', () => {
    expect(summarize(documentOf([{ name: 'one', unit: 'ms', ours: 3 }])).split('\n')).toHaveLength(2)
  })

  it('is what the sections of docs/performance.md come to', () => {
    const document = readFileSync('docs/performance.md', 'utf8')

    expect(document).toBe(replaceSection(document, SUMMARY, summarize(document)))
  })
})
