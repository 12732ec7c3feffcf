/** Measures what it is asked for, or all that is quick: npm run bench -- [--docs] [--minutes N] [NAME…] */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Bench, FULL } from './bench.ts'
import { BENCHES, LONG_BENCHES } from './benches.ts'
import { isMet, markdownSection, type Result, replaceSection, textTable } from './report.ts'

const RESULTS = join(import.meta.dirname, 'results')
const DOCUMENT = join(import.meta.dirname, '../docs/performance.md')

const print = (text: string) => process.stdout.write(`${text}\n`)

const ALL = new Map([...BENCHES, ...LONG_BENCHES])

const measure = async (name: string, bench: Bench): Promise<Result> => {
  const start = performance.now()
  const rows = await bench.run(effort)
  return {
    name,
    date: new Date().toISOString(),
    machine: {
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      node: process.versions.node,
    },
    seconds: Math.round((performance.now() - start) / 1000),
    rows: rows.map(row => ({ ...row, ...(row.peer && { ratio: row.ours / row.peer.value }) })),
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Writes what was measured into docs/performance.md. */
    docs: { type: 'boolean' },
    /** How long the soak lasts. */
    minutes: { type: 'string' },
  },
})
const effort = { ...FULL, ...(values.minutes && { soakMs: Number(values.minutes) * 60_000 }) }
const names = positionals.length > 0 ? positionals : [...BENCHES.keys()]
const unknown = names.filter(name => !ALL.has(name))
if (unknown.length > 0 || !(effort.soakMs > 0)) {
  const wrong = unknown.length > 0 ? `There is no bench ${unknown.join(', ')}.` : '--minutes takes a number.'
  process.stderr.write(`${wrong} Usage: npm run bench -- [--docs] [--minutes N] [${[...ALL.keys()].join(' | ')}]\n`)
  process.exit(2)
}

await mkdir(RESULTS, { recursive: true })
for (const name of names) {
  const bench = ALL.get(name)
  if (!bench) continue
  print(`${name}: ${bench.measures}`)
  const result = await measure(name, bench)
  await writeFile(join(RESULTS, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)
  const missed = result.rows.some(row => row.targets?.some(target => !isMet(row, target)))
  print(`\n${textTable(result.rows)}\n\nLimited by: ${bench.limitedBy}`)
  if (missed) print(`Missed: ${bench.reason ?? 'the reason is not known yet.'}`)
  print(`${result.seconds} s\n`)
  if (values.docs) {
    await writeFile(DOCUMENT, replaceSection(await readFile(DOCUMENT, 'utf8'), name, markdownSection(bench, result)))
  }
}
