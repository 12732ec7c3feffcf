import { globSync, readFileSync } from 'node:fs'
import { normalize } from 'node:path'
import { describe, expect, it } from '@jest/globals'

/*
 * A machine is slow, busy or stopped for half a minute at any moment. A deadline of the machine's own time that a test sets is
 * therefore `AMPLE_MS` (test/support/patience.ts), or the test is about it: then nothing in it needs to be quick. Times of
 * a clock that the test itself moves are no deadlines of the machine.
 */

/** How the sources set a time by the machine's clock or timers: each finds the number. */
const WAYS: readonly RegExp[] = [
  // An option or a default: `timeoutMs: 100`, `callTimeoutMs = 2_000`, `keepAliveTimeout = 5`, `timeout=3`.
  /\b(?:\w*[tT]imeout(?:Ms)?|graceMs|max_?[wW]ait(?:Time|Ms)?)\s*[:=]\s*(\d[\d_.]*)/g,
  // A call with nothing but the time: `AbortSignal.timeout(50)`, `page.setDefaultTimeout(30_000)`, `withinTime(50, …)`.
  /\b(?:AbortSignal\.timeout|set(?:Default)?(?:Navigation)?Timeout|waitForTimeout|withinTime)\(\s*(\d[\d_.]*)/g,
  // From now on: `Date.now() + 2000`, `performance.now() + 5`.
  /\.now\(\)\s*\+\s*(\d[\d_.]*)/g,
  // The end of a test or of what goes before it: `}, 60_000)`.
  /^\s*\}, (\d{1,3}(?:_\d{3})+)\)$/gm,
  // Settings and options of commands.
  /WAYBILL_REQUEST_SECONDS: '(\d+)'/g,
  /'--(?:timeout|max-time|connect-timeout)',? '?(\d+)/g,
  // In an editor's own language: `vim.wait(60000, …)`.
  /\b(?:\w+\.wait|\w+_sync)\((?:nil, )?(\d[\d_.]*)/g,
  // An end that a command line sets to what it runs.
  /\b(?:timeout|sleep) (\d+)\b/g,
]

/** Where a time is what the test is about, or ends nothing: the file, the code, and why it holds on a machine that is stopped meanwhile. */
const ABOUT: readonly (readonly [file: string, code: string, because: string])[] = [
  ['adapters/secrets/jwt-authorizer.test.ts', 'fetchTimeoutMs: 20', 'The provider never answers'],
  ['adapters/service/query-service.test.ts', 'callTimeoutMs: 150', 'Timers are held; the server lets their time pass'],
  ['adapters/service/query-service.test.ts', 'callTimeoutMs: 200', 'Timers are held; the server lets their time pass'],
  ['adapters/system/aws-limits.test.ts', 'withinTime(50', 'The clock is held, and the server never answers'],
  ['adapters/webhooks/https-webhooks.test.ts', 'timeoutMs: 100', 'The receiver never answers'],
  ['adapters/webhooks/https-webhooks.test.ts', 'timeoutMs: 50', 'The name is never resolved'],
  ['browser/iam-world.ts', '.now() + 3_600_000', 'An hour, as STS gives it'],
  ['build/each-command.test.ts', 'timeout 1', 'The device never comes'],
  ['cli/jobs/jobs.test.ts', "'--timeout', '1", 'The device never comes'],
  ['cli/jobs/jobs.test.ts', "'--timeout', '600", 'Ten minutes, for a stage that is reached already'],
  ['local/http-server.test.ts', 'graceMs = 20', 'Only ends what was sent in part'],
  ['local/http-server.test.ts', 'requestTimeoutMs: 20', 'The rest of the request never comes'],
  ['settings/config.test.ts', "WAYBILL_REQUEST_SECONDS: '30'", 'Read, and never waited for'],
  ['support/dynalite.ts', 'keepAliveTimeout = 0', 'No time at all'],
]

const FOLDERS = ['test/**/*.{ts,js,mjs}', 'jest.config.js']

const found = globSync(FOLDERS)
  .map(normalize)
  .filter(file => file !== 'test/deadlines.test.ts')
  .sort()
  .flatMap(file => {
    const text = readFileSync(file, 'utf8')
    const codes = WAYS.flatMap(way => [...text.matchAll(way)].map(([code]) => code))
    return [...new Set(codes)].map(code => `${file.replace('test/', '')}: ${code}`)
  })

describe('a deadline of the machine’s own time', () => {
  it('is ten minutes, unless a test is about it', () => {
    const known = ABOUT.map(([file, code]) => `${file}: ${code}`)

    expect(found.filter(hit => !known.includes(hit))).toEqual([])
  })

  it('is none of those any longer that tests were about', () => {
    expect(ABOUT.map(([file, code]) => `${file}: ${code}`).filter(hit => !found.includes(hit))).toEqual([])
  })

  it.each([
    'createHttpDownloads({ service, timeoutMs: 200 })',
    'const side = (timeoutMs = 2_000) =>',
    'callTimeoutMs: 5_000,',
    'signal: AbortSignal.timeout(3000)',
    'page.setDefaultTimeout(30_000)',
    'testTimeout: 120_000,',
    'deadline: new Date(Date.now() + 30_000)',
    'await page.waitForTimeout(500)',
    "settings({ WAYBILL_REQUEST_SECONDS: '2' })",
    "does(['wait', jobId, '--timeout', '5'])",
    'execFile(file, { timeout: 5000 })',
    '  }, 60_000)',
    'vim.wait(60000, function() return true end)',
    'vim.lsp.buf.formatting_sync(nil, 60000)',
  ])('is seen: %s', code => {
    expect(WAYS.some(way => code.match(way) !== null)).toBe(true)
  })

  it.each(['timeoutMs: AMPLE_MS', 'new Date(Date.now() + AMPLE_MS)', 'setTimeout(resolve, 20)', 'deadlineMs: 20_000'])(
    'is not: %s',
    code => {
      expect(WAYS.some(way => code.match(way) !== null)).toBe(false)
    },
  )
})
