import { expect, it } from '@jest/globals'
import { runEach } from '../../bench/run-each.ts'

it('every section is run, whatever ends another, and those that failed are named', async () => {
  const endings = {
    manifest: { code: 0, signal: null },
    submit: { code: 1, signal: null },
    feed: { code: null, signal: 'SIGKILL' },
    cli: { code: 0, signal: null },
  }
  const ran: string[] = []
  const lines: string[] = []
  const runOne = async (name: string) => {
    ran.push(name)
    // Only its own keys are asked for.
    return endings[name as keyof typeof endings]
  }

  const failed = await runEach(Object.keys(endings), runOne, text => lines.push(text.trim()))

  expect(ran).toEqual(['manifest', 'submit', 'feed', 'cli'])
  expect(failed).toEqual(['submit', 'feed'])
  expect(lines).toEqual([
    'submit ended with exit code 1; feed follows.',
    'feed ended with SIGKILL; cli follows.',
    'Failed: submit, feed.',
  ])
})

it('a run without a failure reports none', async () => {
  const lines: string[] = []
  const failed = await runEach(
    ['cli'],
    async () => ({ code: 0, signal: null }),
    text => lines.push(text),
  )

  expect([failed, lines]).toEqual([[], []])
})
