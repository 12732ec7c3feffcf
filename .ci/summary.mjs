// Prints what failed in runs of Jest, each with the beginning of its message, and then, as the last line, how many passed.
// Its arguments are the files that `jest --json --outputFile` has written; a run that has written none has failed as a whole.
import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

const LINES_OF_A_MESSAGE = 12

const beginningOf = message =>
  stripVTControlCharacters(message ?? '')
    .split('\n')
    .filter(line => line.trim() !== '' && !/^\s+at .*(?:node_modules|node:)/.test(line))
    .slice(0, LINES_OF_A_MESSAGE)
    .map(line => `    ${line.slice(0, 300)}`)
    .join('\n')

let passed = 0
let skipped = 0
const failures = []
for (const file of process.argv.slice(2)) {
  if (!existsSync(file)) {
    failures.push({ name: 'a whole run, which came to no end', message: '' })
    continue
  }
  const run = JSON.parse(readFileSync(file, 'utf8'))
  passed += run.numPassedTests
  skipped += run.numPendingTests
  for (const { name, message, status, assertionResults } of run.testResults) {
    const suite = relative(process.cwd(), name)
    const failed = assertionResults.filter(result => result.status === 'failed')
    failures.push(
      ...failed.map(({ fullName, failureMessages }) => ({
        name: `${suite} > ${fullName.replaceAll(/\s+/g, ' ')}`,
        message: failureMessages[0],
      })),
    )
    // It could not be read, or broke before its first test or after its last.
    if (status === 'failed' && failed.length === 0) failures.push({ name: `${suite}, the file itself`, message })
  }
}

const print = text => process.stdout.write(`${text}\n`)
for (const { name, message } of failures) print(`FAILED ${name}\n${beginningOf(message)}`)
if (skipped > 0) print(`${skipped} skipped`)
print(`${passed} passed, ${failures.length} failed`)
