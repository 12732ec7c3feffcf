import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { Bench, Row } from '../../bench/bench.ts'
import { BENCHES, BROWSER_BENCHES, LONG_BENCHES } from '../../bench/benches.ts'
import { isMet, markdownSection, type Result, replaceSection, textTable } from '../../bench/report.ts'

const ROW: Row = {
  name: '1 KB',
  unit: 'ms',
  ours: 3,
  peer: { name: 'theirs', value: 6 },
  limit: { name: 'bare', value: 2 },
}

describe('a target', () => {
  it.each([
    ['ours', { of: 'ours', most: 3 }, true],
    ['ours', { of: 'ours', most: 2.9 }, false],
    ['the ratio', { of: 'peer', least: 0.5 }, true],
    ['the ratio', { of: 'peer', least: 0.6 }, false],
    ['the distance to the limit', { of: 'limit', most: 1.5 }, true],
    ['the distance to the limit', { of: 'limit', most: 1.4 }, false],
  ] as const)('bounds %s: %j', (_what, target, met) => {
    expect(isMet(ROW, target)).toBe(met)
  })

  it('is missed where there is nothing to compare with', () => {
    expect(isMet({ name: 'alone', unit: 'ms', ours: 3 }, { of: 'peer', most: 100 })).toBe(false)
  })
})

describe('a report', () => {
  const rows: readonly Row[] = [
    { ...ROW, targets: [{ of: 'peer', most: 0.6 }] },
    { name: 'alone', unit: 'ms', ours: 1234, targets: [{ of: 'ours', most: 1000 }] },
  ]

  it('is a table that leaves out what no row has', () => {
    expect(textTable([ROW])).toBe(
      [
        'row   ours  beside       ours / beside  limit      ours / limit',
        '1 KB  3 ms  6 ms theirs  0.500x         2 ms bare  1.50x',
      ].join('\n'),
    )
    expect(textTable([{ name: 'alone', unit: '/s', ours: 1234.4 }])).toBe('row    ours\nalone  1234/s')
  })

  it('shows what was missed and why', () => {
    const bench: Bench = { measures: 'This.', limitedBy: 'that.', reason: 'so it is.', run: async () => rows }
    const machine = { cpu: 'Abacus', cores: 2, node: '24.0.0' }
    const result: Result = { name: 'x', date: '2026-11-21T12:00:00Z', machine, seconds: 1, rows }

    const section = markdownSection(bench, result)

    expect(section).toContain('≤ 0.6x: met')
    expect(section).toContain('≤ 1000 ms: MISSED')
    expect(section).toContain('Missed: so it is.')
    expect(section).toContain('2026-11-21, 2 cores (Abacus), Node 24.0.0')
  })

  it('goes between its marks, and nowhere else', () => {
    const document = 'before\n<!-- bench x -->\nold\n<!-- end x -->\nafter\n'

    expect(replaceSection(document, 'x', 'new $& figures')).toBe(
      'before\n<!-- bench x -->\nnew $& figures\n<!-- end x -->\nafter\n',
    )
    expect(() => replaceSection(document, 'y', 'new')).toThrow('docs/performance.md has no marks')
  })
})

describe('docs/performance.md', () => {
  it('has a section for each bench', () => {
    const document = readFileSync('docs/performance.md', 'utf8')

    for (const name of [...BENCHES.keys(), ...LONG_BENCHES.keys(), ...BROWSER_BENCHES.keys()])
      expect(replaceSection(document, name, '')).not.toBe(document)
  })
})
