/** Manifests read and checked per second, against `yaml.parse` alone. Run: node bench/manifest.ts */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { readManifest } from '../lib/manifest/read.ts'

const ROUND_MS = 300
const ROUNDS = 7

/** The best of some rounds: what else the machine does only ever slows a round down. */
const perSecond = (run: () => void): number => {
  let best = 0
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    let runs = 0
    while (performance.now() - start < ROUND_MS) {
      for (let batch = 0; batch < 20; batch++) run()
      runs += 20
    }
    best = Math.max(best, (runs / (performance.now() - start)) * 1000)
  }
  return best
}

const address = [
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

/** A valid export of about so many bytes: the more, the more operations. */
const exportOf = (bytes: number): string => {
  const lines = [
    '# Export of the archive',
    'manifestVersion: 2.0',
    'generator: Text editor',
    'deviceId: S/N 123XXXY1934883',
    'fileSystem: EXT4',
    'trueCryptPassword: correct horse battery staple',
    'logBucket: export-log',
    'notificationEmail: jo@example.com;al@example.com',
    ...(bytes > 600 ? address : address.filter(line => !/company|street2/.test(line))),
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

/** YAML needs the blank after each colon. */
const asYaml = (text: string) => text.replace(/^(\s*(?:- )?\w+):(?=\S)/gm, '$1: ')

const guide = readFileSync(new URL('../examples/manifests/guide-s3-export.txt', import.meta.url), 'utf8')
const samples = [
  ['guide', guide],
  ['0.5 KB', exportOf(512)],
  ['1 KB', exportOf(1024)],
  ['8 KB', exportOf(8 * 1024)],
  ['64 KB', exportOf(64 * 1024 - 200)],
] as const

process.stdout.write('manifest   bytes   read/s    MB/s   yaml/s   ratio\n')
for (const [name, text] of samples) {
  if (!readManifest(text).valid) throw new Error(`The ${name} sample is not valid.`)
  const yaml = asYaml(text)
  const ours = perSecond(() => readManifest(text))
  const theirs = perSecond(() => parse(yaml, { schema: 'failsafe' }))
  const row = [
    name.padEnd(8),
    String(text.length).padStart(7),
    ours.toFixed(0).padStart(8),
    ((ours * text.length) / 1e6).toFixed(1).padStart(7),
    theirs.toFixed(0).padStart(8),
    (ours / theirs).toFixed(1).padStart(7),
  ]
  process.stdout.write(`${row.join(' ')}\n`)
}
