import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { StageSettings } from '../../lib/infra/stage/stage.ts'
import { exampleStage, templateOf } from '../support/synth.ts'

const DOC = readFileSync('docs/deploy.md', 'utf8')

describe('docs/deploy.md', () => {
  it('lists every setting of a stage', () => {
    const listed = [...DOC.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)

    expect(listed.toSorted()).toEqual(Object.keys(StageSettings.shape).sort())
  })

  it('shows the default of each setting that has one, and which settings are needed', () => {
    const cells = [...DOC.matchAll(/^\| `(\w+)` \|.*\| ([^|]*) ?\|$/gm)].map(([, name, cell = '']) => [
      name,
      cell.trim(),
    ])
    const byDefault = Object.entries<unknown>(StageSettings.parse({ region: 'us-east-1', service: 'aws' }))
    const shown = byDefault.flatMap(([name, value]) => {
      if (name === 'region' || name === 'service') return [[name, 'needed']]
      if (typeof value === 'object' && JSON.stringify(value).length === 2) return []
      const text =
        typeof value === 'string'
          ? value
          : JSON.stringify(value, undefined, 1).replaceAll(/\n */g, '').replaceAll(',"', ', "')
      return [[name, `\`${text}\``]]
    })

    expect(Object.fromEntries(cells)).toMatchObject(Object.fromEntries(shown))
    const others = cells.filter(([name]) => !shown.some(([other]) => other === name)).map(([, cell]) => cell)
    expect(others.filter(cell => cell !== '' && !/^[a-z]/.test(cell ?? ''))).toEqual([])
  })

  it('names only files that are there', () => {
    const named = [...DOC.matchAll(/`?((?:stages|docs|lib|examples)\/[\w./-]+\.\w+)/g)].map(([, file = '']) => file)

    expect(named.filter(file => !existsSync(file) && file !== 'stages/dev.json')).toEqual([])
  })

  it('names outputs that the stack has', () => {
    const outputs = Object.keys(templateOf(exampleStage()).findOutputs('*'))

    for (const [, name] of DOC.matchAll(/`Waybill\.(\w+)`/g)) expect(outputs).toContain(name)
  })
})

describe('the outputs of a stage with a custom domain', () => {
  it('are its hosts, since the addresses behind them are shut', () => {
    const outputs = templateOf(exampleStage('example-public')).findOutputs('*')

    expect(outputs).toMatchObject({
      ApiUrl: { Value: 'https://waybill.example.com/' },
      QueryUrl: { Value: 'https://importexport.example.com/' },
    })
  })
})
