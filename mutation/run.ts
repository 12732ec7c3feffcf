import { globSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import type { MutantResult, PartialStrykerOptions } from '@stryker-mutator/api/core'
import { Stryker } from '@stryker-mutator/core'
// @ts-expect-error: a plain JavaScript file without types
import jestConfig from '../jest.config.js'
import { SUBJECT_NAMES, SUBJECTS, type Subject, type SubjectName } from './subjects.ts'
import { SURVIVORS } from './survivors.ts'

/*
 * Changes guard code in one place at a time, and sees whether a test turns red (docs/mutation.md).
 *
 *   npm run mutation                       all subjects
 *   npm run mutation -- signatures csv     some of them
 *   npm run mutation -- csv --every 4      only changes in every fourth line
 */

/** Below this share of changes noticed, a subject fails. */
const LEAST = 0.85
/** A change that makes a test hang counts as noticed after its usual time and this much. */
const TIMEOUT_MS = 20_000

/** Each file, or so many of its lines as a quick look takes, as Stryker writes ranges. */
const rangesOf = (patterns: readonly string[], every: number): string[] => {
  if (every === 1) return [...patterns]
  return globSync([...patterns])
    .sort()
    .flatMap(file => {
      const count = readFileSync(file, 'utf8').split('\n').length
      const lines = Array.from({ length: count }, (_, index) => index + 1)
      return lines.filter(line => line % every === 0).map(line => `${file}:${line}-${line}`)
    })
}

const optionsFor = ({ mutate, tests }: Subject, every: number): PartialStrykerOptions => ({
  plugins: ['@stryker-mutator/jest-runner'],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning'],
  coverageAnalysis: 'perTest',
  jest: {
    projectType: 'custom',
    enableFindRelatedTests: false,
    config: { ...jestConfig, testMatch: tests.map(test => `<rootDir>/${test}`), maxWorkers: 1 },
  },
  mutate: rangesOf(mutate, every),
  // Conditions, branches, statements and operators. Texts and tables of data are held by vectors and by the documents.
  mutator: { excludedMutations: ['ArrayDeclaration', 'ObjectLiteral', 'StringLiteral'] },
  // What runs once when a module is loaded is a table, and costs a run of all tests for each change.
  ignoreStatic: true,
  concurrency: 1,
  timeoutMS: TIMEOUT_MS,
  reporters: ['progress-append-only'],
  // TypeScript 7 has no API that Stryker could read it with; types are stripped by SWC here, as in the tests.
  tsconfigFile: 'none.json',
  ignorePatterns: ['.waybill', 'bench/results', 'coverage', 'cdk.out'],
  allowConsoleColors: false,
})

const NOTICED: readonly string[] = ['Killed', 'Timeout']
const NOT_TRIED: readonly string[] = ['CompileError', 'RuntimeError', 'Ignored']

interface Score {
  readonly subject: SubjectName
  readonly tried: number
  readonly noticed: number
  readonly unexplained: readonly string[]
}

const measure = async (subject: SubjectName, every: number): Promise<Score> => {
  const results = await new Stryker(optionsFor(SUBJECTS[subject], every)).runMutationTest()
  const tried = results.filter(({ status }) => !NOT_TRIED.includes(status))
  const survived = tried.filter(({ status }) => !NOTICED.includes(status))
  return {
    subject,
    tried: tried.length,
    noticed: tried.length - survived.length,
    unexplained: survived.flatMap(mutant => (isExplained(mutant) ? [] : [describe(mutant)])),
  }
}

/** The text that a change replaces. Lines and columns count from 1. */
const originalOf = ({ fileName, location: { start, end } }: MutantResult) => {
  const lines = readFileSync(fileName, 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line)
  const last = lines.length - 1
  return lines
    .map((line, index) => line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined))
    .join('\n')
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim()

const isExplained = (mutant: MutantResult) =>
  SURVIVORS.some(
    ({ file, was, becomes }) =>
      file === relative('.', mutant.fileName) &&
      plain(was) === plain(originalOf(mutant)) &&
      plain(becomes) === plain(mutant.replacement),
  )

const describe = (mutant: MutantResult) =>
  [
    `${relative('.', mutant.fileName)}:${mutant.location.start.line} (${mutant.status})`,
    `    was:     ${plain(originalOf(mutant))}`,
    `    becomes: ${plain(mutant.replacement)}`,
  ].join('\n')

const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { every: { type: 'string', default: '1' } },
})
const every = Math.max(1, Number.parseInt(values.every, 10) || 1)
const unknown = asked.filter(name => !SUBJECT_NAMES.some(known => known === name))
if (unknown.length > 0) {
  process.stderr.write(`Unknown subject ${unknown.join(', ')}. There are ${SUBJECT_NAMES.join(', ')}.\n`)
  process.exit(2)
}

const scores: Score[] = []
for (const subject of SUBJECT_NAMES) {
  if (asked.length === 0 || asked.includes(subject)) scores.push(await measure(subject, every))
}
for (const { subject, unexplained } of scores) {
  if (unexplained.length > 0)
    process.stdout.write(`\nSurvivors of ${subject} without a reason:\n${unexplained.join('\n')}\n`)
}
process.stdout.write('\n| subject | changes | noticed | score |\n| --- | --- | --- | --- |\n')
for (const { subject, tried, noticed } of scores) {
  process.stdout.write(`| ${subject} | ${tried} | ${noticed} | ${((100 * noticed) / tried).toFixed(1)} % |\n`)
}
if (scores.some(({ tried, noticed, unexplained }) => noticed < LEAST * tried || unexplained.length > 0))
  process.exitCode = 1
