import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { FAULTS } from '../../lib/query-api/faults.ts'
import { COMMON_PARAMETERS, type Element, OPERATIONS, type Parameter } from '../../lib/query-api/operations.ts'

const PAGE = readFileSync(new URL('../../docs/query-api.md', import.meta.url), 'utf8')

/** The text from a heading to the next. */
const section = (heading: string) => PAGE.split(`\n${heading}\n`)[1]?.split(/\n##+ /)[0] ?? ''
const rows = (text: string) => text.split('\n').filter(line => line.startsWith('| ') && !line.startsWith('| ---'))
const cells = (row: string) =>
  row
    .split('|')
    .slice(1, -1)
    .map(cell => cell.trim())
const quoted = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name)

describe('the page about the Query API', () => {
  it.each(Object.entries(OPERATIONS))('has the parameters of %s, and which are needed', (name, operation) => {
    const [, ...documented] = rows(section(`### ${name}`)).map(cells)
    const parameters: readonly [string, Parameter][] = Object.entries(operation.parameters)

    expect(documented.map(([parameter, , needed]) => [parameter, needed])).toEqual(
      parameters.map(([parameter, { missing = '' }]) => [`\`${parameter}\``, missing]),
    )
  })

  it.each(Object.entries(OPERATIONS))("has the elements of %s's result, in their order", (name, operation) => {
    const result = section(`### ${name}`).split('Result: ')[1]?.split('\n\n')[0] ?? ''
    const elements = Object.entries<Element>(operation.result).flatMap(([element, kind]) => [
      element,
      ...(typeof kind === 'object' ? Object.keys(kind.members) : []),
    ])

    expect(quoted(result)).toEqual(elements)
  })

  it.each(Object.entries(OPERATIONS))('has the faults that %s declares', (name, { faults }) => {
    const documented = section(`### ${name}`).split('Faults: ')[1]?.split('\n\n')[0] ?? ''

    expect(quoted(documented)).toEqual([...faults].sort())
  })

  it('has every fault with its status', () => {
    const [, ...documented] = rows(section('## Faults')).map(cells)

    expect(documented.map(([code, status]) => [code, Number(status)])).toEqual(
      Object.entries(FAULTS).map(([code, { status }]) => [code, status]),
    )
  })

  it('has every parameter that belongs to no operation', () => {
    expect(quoted(section('## Requests'))).toEqual(expect.arrayContaining([...COMMON_PARAMETERS]))
  })
})
