import { Ajv2020 } from 'ajv/dist/2020.js'
import { FAILSAFE_SCHEMA, load } from 'js-yaml'
import { parse } from 'yaml'
import { manifestSchema } from '../lib/manifest/fields/schema.ts'
import { readManifest } from '../lib/manifest/read.ts'
import type { Bench, Row } from './bench.ts'
import { microseconds } from './time-functions.ts'

const ADDRESS = [
  'returnAddress:',
  '    name: Jo Example, ATTN Storage',
  '    company: Example Institute of Measurement',
  '    street1: 500 Example Road',
  '    street2: Building 7',
  '    city: Anytown',
  '    stateOrProvince: WA',
  '    postalCode: 98100-1111',
  '    country: USA',
  '    phoneNumber: +1 206-555-1111',
]

/** A valid export of about so many bytes, which YAML reads the same way: the more bytes, the more operations. */
export const exportOf = (bytes: number): string => {
  const lines = [
    '# Export of the archive',
    'manifestVersion: 2.0',
    'generator: Text editor',
    'deviceId: S/N 123XXXY1934883',
    'fileSystem: EXT4',
    'trueCryptPassword: correct horse battery staple',
    'logBucket: export-log',
    'notificationEmail: jo@example.com;al@example.com',
    ...(bytes > 600 ? ADDRESS : ADDRESS.filter(line => !/company|street2/.test(line))),
    'operations:',
  ]
  const operation = (number: number) => [
    `    - exportBucket: archive-${number}`,
    '      prefix: images/',
    `      beginMarker: images/${number}/a.jpg`,
    `      endMarker: images/${number}/z.jpg`,
  ]
  let size = lines.join('\n').length + 1
  for (let number = 1; number === 1 || size < bytes - 120; number++) {
    lines.push(...operation(number))
    size = size + operation(number).join('\n').length + 1
  }
  return `${lines.join('\n')}\n`
}

const SIZES = [
  ['0.5 KB', 512],
  ['1 KB', 1024],
  ['8 KB', 8 * 1024],
  ['64 KB', 64 * 1024 - 200],
] as const

/** A manifest read, and checked by every rule. */
export const manifest: Bench = {
  measures:
    'A manifest read and checked by every rule, beside `yaml` with `ajv` on our JSON Schema (no positions, none of the rules between options) and `js-yaml` alone (no checks).',
  limitedBy: 'names and values, which are copied out of the text, and the maps that hold them; a third is checks.',
  run: async effort => {
    const accepts = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(manifestSchema())
    const rows: Row[] = []
    for (const [name, bytes] of SIZES) {
      const text = exportOf(bytes)
      if (!readManifest(text).valid) throw new Error(`The ${name} sample is not valid.`)
      if (!accepts(parse(text, { schema: 'failsafe' }))) throw new Error(`The schema refuses the ${name} sample.`)
      const times = await microseconds(
        {
          ours: () => readManifest(text),
          yamlAndAjv: () => accepts(parse(text, { schema: 'failsafe' })),
          jsYaml: () => load(text, { schema: FAILSAFE_SCHEMA }),
        },
        effort,
      )
      const perSecond = (time: number) => 1e6 / time
      const row = { name, unit: '/s', ours: perSecond(times.ours) } as const
      rows.push(
        {
          ...row,
          peer: { name: 'yaml + ajv', value: perSecond(times.yamlAndAjv) },
          targets: [{ of: 'peer', least: 4 }],
        },
        {
          ...row,
          peer: { name: 'js-yaml alone', value: perSecond(times.jsYaml) },
          targets: [{ of: 'peer', least: 1 }],
        },
      )
    }
    return rows
  },
}
