import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { METRICS } from '../lib/metrics.ts'

describe('the figures', () => {
  it('stand in docs/logs-and-figures.md, each with its unit and meaning', () => {
    const rows = [...readFileSync('docs/logs-and-figures.md', 'utf8').matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(
      ([, name, rest = '']) => [name, ...rest.split('|').map(cell => cell.trim())],
    )

    expect(rows).toEqual(
      Object.entries(METRICS).map(([name, figure]) => [
        name,
        figure.unit,
        'by' in figure ? `\`${figure.by}\`` : '',
        figure.means,
      ]),
    )
  })
})
