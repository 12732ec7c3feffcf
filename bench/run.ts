/** Measures what it is asked for, or all that is quick: npm run bench -- [--docs] [--short] [--minutes N] [--jobs N] [NAME…] */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Bench, FULL, SMOKE } from './bench.ts'
import { BENCHES, BROWSER_BENCHES, LONG_BENCHES } from './benches.ts'
import { measure } from './measure.ts'
import { isMet, markdownSection, replaceSection, textTable } from './report.ts'
import { type Ending, runEach } from './run-each.ts'
import { SUMMARY, summarize } from './summary.ts'

const RESULTS = join(import.meta.dirname, 'results')
const DOCUMENT = join(import.meta.dirname, '../docs/performance.md')

const print = (text: string) => process.stdout.write(`${text}\n`)

const ALL = new Map([...BENCHES, ...LONG_BENCHES, ...BROWSER_BENCHES])

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Writes what was measured into docs/performance.md. */
    docs: { type: 'boolean' },
    /** Runs each bench, the long ones too, but only to see that it still does: its figures mean nothing. */
    short: { type: 'boolean' },
    /** How long the soak lasts. */
    minutes: { type: 'string' },
    /** How many jobs a large store has. */
    jobs: { type: 'string' },
  },
})
const effort = {
  ...(values.short ? SMOKE : FULL),
  ...(values.minutes && { soakMs: Number(values.minutes) * 60_000 }),
  ...(values.jobs && { manyJobs: Number(values.jobs) }),
}
const names = positionals.length > 0 ? positionals : [...BENCHES.keys(), ...(values.short ? LONG_BENCHES.keys() : [])]
const unknown = names.filter(name => !ALL.has(name))
const mistake =
  unknown.length > 0
    ? `There is no bench ${unknown.join(', ')}.`
    : !(effort.soakMs > 0 && effort.manyJobs > 0)
      ? '--minutes and --jobs take a number.'
      : values.short && values.docs
        ? '--short measures nothing that could stand in docs/performance.md.'
        : undefined
if (mistake !== undefined) {
  const usage = `npm run bench -- [--docs] [--short] [--minutes N] [--jobs N] [${[...ALL.keys()].join(' | ')}]`
  process.stderr.write(`${mistake} Usage: ${usage}\n`)
  process.exit(2)
}

/** A section that takes longer hangs. */
const LONGEST_MS = 60 * 60_000 + effort.soakMs

await mkdir(RESULTS, { recursive: true })
const [only] = names
if (names.length === 1 && only !== undefined) await runHere(only)
else if ((await runEach(names, runApart, print)).length > 0) process.exitCode = 1

async function runApart(name: string): Promise<Ending> {
  const flags = process.argv.slice(2).filter(argument => !positionals.includes(argument))
  const child = spawn(process.execPath, [...process.execArgv, import.meta.filename, ...flags, name], {
    stdio: 'inherit',
  })
  const limit = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS)
  const [code, signal] = await once(child, 'exit')
  clearTimeout(limit)
  return { code, signal }
}

async function runHere(name: string): Promise<void> {
  const bench = ALL.get(name)
  if (!bench) return
  print(`${name}: ${bench.measures}`)
  try {
    await run(name, bench)
  } catch (error) {
    print(`\n${name} failed:\n${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  }
}

async function run(name: string, bench: Bench): Promise<void> {
  const result = await measure(name, bench, effort, process)
  await writeFile(join(RESULTS, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)
  const missed = result.rows.some(row => row.targets?.some(target => !isMet(row, target)))
  print(`\n${textTable(result.rows)}\n\nLimited by: ${bench.limitedBy}`)
  if (missed) print(`Missed: ${bench.reason ?? 'the reason is not known yet.'}`)
  print(`${result.seconds} s\n`)
  if (!values.docs) return
  const document = replaceSection(await readFile(DOCUMENT, 'utf8'), name, markdownSection(bench, result))
  await writeFile(DOCUMENT, replaceSection(document, SUMMARY, summarize(document)))
}
