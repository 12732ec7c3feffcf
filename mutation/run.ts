import { parseArgs } from 'node:util'
import { measure, type Tried } from './measure.ts'
import { SUBJECT_NAMES, SUBJECTS, type SubjectName } from './subjects.ts'
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

const isNoticed = ({ result }: Tried) => result === 'noticed' || result === 'timeout'

const plain = (text: string) => text.replace(/\s+/g, ' ').trim()

const isExplained = (change: Tried) =>
  SURVIVORS.some(
    ({ file, was, becomes }) =>
      file === change.file && plain(was) === plain(change.was) && plain(becomes) === plain(change.becomes),
  )

const describe = ({ file, line, result, was, becomes }: Tried) =>
  [`${file}:${line} (${result})`, `    was:     ${plain(was)}`, `    becomes: ${plain(becomes)}`].join('\n')

interface Score {
  readonly subject: SubjectName
  readonly tried: number
  readonly noticed: number
  readonly unexplained: readonly string[]
}

const scoreOf = async (subject: SubjectName, every: number): Promise<Score> => {
  // What runs once, when a module is loaded, is a table.
  const tried = (await measure(SUBJECTS[subject], subject, every)).filter(({ result }) => result !== 'static')
  const survived = tried.filter(change => !isNoticed(change))
  return {
    subject,
    tried: tried.length,
    noticed: tried.length - survived.length,
    unexplained: survived.filter(change => !isExplained(change)).map(describe),
  }
}

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
  if (asked.length === 0 || asked.includes(subject)) scores.push(await scoreOf(subject, every))
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
