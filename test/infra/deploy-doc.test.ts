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
