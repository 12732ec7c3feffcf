import { describe, expect, it } from '@jest/globals'
import { viewManifest } from '../../console/src/manifest/view.ts'
import { tryTemplate, viewTemplate } from '../../console/src/manifest/view-template.ts'
import { parseTree } from '../../lib/manifest/text/parse-tree.ts'
import type { Node, Scalar } from '../../lib/manifest/text/tree.ts'
import { templateFaults } from '../../lib/teams/templates/check-template.ts'
import { FIXTURES } from '../manifest/manifest-fixtures.ts'
import { IMPORT, importOf } from '../support/example-import.ts'

/** Manifests without an error. */
const VALID = FIXTURES.filter(({ text }) => viewManifest(text).valid).map(({ name, text }) => [name, text] as const)

function* scalarsOf(node: Node): Generator<Scalar> {
  if (node.is === 'scalar') yield node
  else if (node.is === 'list') for (const { value } of node.items) yield* scalarsOf(value)
  else for (const { value } of node.entries.values()) yield* scalarsOf(value)
}

const told = ({ diagnostics }: { diagnostics: readonly { line: number; column: number; code: string }[] }) =>
  diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`)

describe('the view of a template', () => {
  it.each(VALID)('reports no error of a value of %s that comes with each job', (_file, text) => {
    const values = [...scalarsOf(parseTree(text).root)].filter(value => value.text !== '')
    const reported = values.flatMap(({ start, end, text: value }) => {
      const template = `${text.slice(0, start)}{{x}}${text.slice(end)}`
      const { diagnostics } = viewTemplate(template, [], {})
      return diagnostics
        .filter(({ severity, code }) => severity === 'error' && code !== 'TEMPLATE_HAS_SECRET')
        .map(({ code }) => `${value}: ${code}`)
    })

    expect(values.length).toBeGreaterThan(2)
    expect(reported).toEqual([])
  })

  it('reports what stands in the text by itself, where it stands', () => {
    const view = viewTemplate(importOf('{{deviceId}}').replace('sequencer-archive', 'Not_A_Bucket!'), [], {})

    expect(told(view)).toEqual([expect.stringMatching(/^4:\d+ BUCKET/)])
    expect(view.valid).toBe(false)
  })

  it('reports what the default of a placeholder makes, at the value that it is filled in to', () => {
    const text = importOf('{{deviceId}}')
      .replace('sequencer-archive', '{{bucket}}')
      .replace('eraseDevice: yes', 'eraseDevice: maybe')
    const of = (value: string) => viewTemplate(text, [{ name: 'bucket', default: value }], {})

    expect(told(of('a-bucket-with-a-long-name'))).toEqual([expect.stringMatching(/^7:14 /)])
    expect(told(of('No!'))).toEqual(['4:9 BUCKET_NAME_INVALID', expect.stringMatching(/^7:14 /)])
    expect(of('a-bucket').open).toBe(1)
  })

  it('fills in defaults that name other placeholders, and nothing that leads back to itself', () => {
    const text = importOf('{{deviceId}}').replace('2026/week-46/', '{{prefix}}')
    const view = (...placeholders: { name: string; default?: string }[]) => viewTemplate(text, placeholders, {})

    expect(view({ name: 'prefix', default: '{{site}}/{{date}}/' }, { name: 'site', default: 'lab' }).open).toBe(1)
    expect(view({ name: 'prefix', default: '{{site}}/' }).open).toBe(2)
    expect(view({ name: 'prefix', default: '{{prefix}}/' }).faults).toEqual([
      { name: 'prefix', of: 'default', detail: expect.stringContaining('needs itself') },
    ])
  })

  it('declares what values name, with what was declared before, and nothing else', () => {
    const text = importOf('{{deviceId}} {{date}}').replace('2026/week-46/', '{{ prefix }}').concat('# {{remark}}\n')
    const known = [
      { name: 'prefix', pattern: '[a-z]+/', default: '{{site}}/' },
      { name: 'gone', default: 'x' },
    ]

    expect(viewTemplate(text, known, {}).placeholders).toEqual([known[0], { name: 'site' }])
  })

  it.each([
    ['no placeholder', IMPORT, []],
    ['a placeholder in a name', importOf('{{deviceId}}').concat('{{x}}: y\n'), []],
    ['half a placeholder', importOf('{{deviceId}} {{x'), []],
    ['a password', importOf('{{deviceId}}').concat('trueCryptPassword: hidden\n'), []],
    ['a pattern that is none', importOf('{{deviceId}} {{x}}'), [{ name: 'x', pattern: '(' }]],
    ['a default of two lines', importOf('{{deviceId}} {{x}}'), [{ name: 'x', default: 'a\nb' }]],
    ['nothing wrong', importOf('{{deviceId}} {{x}}'), [{ name: 'x' }]],
  ])('reports what the API refuses it for: %s', (_what, manifest, placeholders) => {
    const { diagnostics, faults } = viewTemplate(manifest, placeholders, {})
    const refused = templateFaults({ manifest, placeholders }).map(({ detail }) => detail.replace(/^Line \d+: /, ''))
    const details = [...diagnostics, ...faults].map(({ detail }) => detail)

    expect(details).toEqual(expect.arrayContaining(refused))
    expect(faults.length + diagnostics.filter(({ code }) => /^(?:PLACEHOLDER|TEMPLATE)_/.test(code)).length).toBe(
      refused.length,
    )
  })

  it('offers placeholders where the form has choices', () => {
    const { groups } = viewTemplate(
      importOf('{{deviceId}}').replace('eraseDevice: yes', 'eraseDevice: {{erase}}'),
      [],
      {},
    )
    const erase = groups.flatMap(({ fields }) => fields).find(({ name }) => name === 'eraseDevice')

    expect(erase?.choices).toEqual(['yes', 'no', '{{deviceId}}', '{{erase}}'])
    expect(erase?.value).toBe('{{erase}}')
  })
})

describe('a template that is tried', () => {
  const template = { manifest: importOf('{{deviceId}}'), placeholders: [] }
  const at = { today: '2026-11-21', defaults: {} }

  it('is the manifest of the values, with what is wrong with it', () => {
    expect(tryTemplate(template, { deviceId: 'DISK-1' }, at)).toEqual({ text: importOf('DISK-1'), diagnostics: [] })
    const [short] = importOf('{{deviceId}}').split('returnAddress')
    expect(tryTemplate({ ...template, manifest: `${short}` }, { deviceId: 'x' }, at)).toMatchObject({
      diagnostics: [{ code: 'OPTION_MISSING', pointer: '/returnAddress' }],
    })
  })

  it('has what the team fills in', () => {
    const tried = tryTemplate(template, { deviceId: 'DISK-1' }, { ...at, defaults: { logBucket: 'lab-logs' } })

    expect(tried).toMatchObject({ text: expect.stringMatching(/^logBucket: lab-logs$/m) })
  })

  it('reports what is wrong with the values', () => {
    expect(tryTemplate(template, {}, at)).toEqual({ faults: ['The template needs a value for {{deviceId}}.'] })
  })
})
