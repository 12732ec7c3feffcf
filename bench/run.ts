/** Measures what it is asked for, or everything: npm run bench -- [--docs] [NAME…] */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { FULL } from './bench.ts'
import { BENCHES } from './benches.ts'
import { isMet, markdownSection, type Result, replaceSection, textTable } from './report.ts'

const RESULTS = join(import.meta.dirname, 'results')
const DOCUMENT = join(import.meta.dirname, '../docs/performance.md')

const print = (text: string) => process.stdout.write(`${text}\n`)

const measure = async (name: string): Promise<Result> => {
  const bench = BENCHES.get(name)
  if (!bench) throw new RangeError(`There is no bench "${name}"; there are ${[...BENCHES.keys()].join(', ')}.`)
  const start = performance.now()
  const rows = await bench.run(FULL)
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

const { values, positionals } = parseArgs({ allowPositionals: true, options: { docs: { type: 'boolean' } } })
const names = positionals.length > 0 ? positionals : [...BENCHES.keys()]
const unknown = names.filter(name => !BENCHES.has(name))
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}; there are ${[...BENCHES.keys()].join(', ')}.\n`)
  process.exit(2)
}

await mkdir(RESULTS, { recursive: true })
for (const name of names) {
  const bench = BENCHES.get(name)
  if (!bench) continue
  print(`${name}: ${bench.measures}`)
  const result = await measure(name)
  await writeFile(join(RESULTS, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)
  const missed = result.rows.some(row => row.targets?.some(target => !isMet(row, target)))
  print(`\n${textTable(result.rows)}\n\nLimited by: ${bench.limitedBy}`)
  if (missed) print(`Missed: ${bench.reason ?? 'the reason is not known yet.'}`)
  print(`${result.seconds} s\n`)
  if (values.docs) {
    await writeFile(DOCUMENT, replaceSection(await readFile(DOCUMENT, 'utf8'), name, markdownSection(bench, result)))
  }
}
