import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe } from '@jest/globals'
import { feed } from './feed.ts'

/** A CI that cannot run a suite has lost it. */
const IS_CI = process.env.CI === 'true'

export const findTool = (name: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(file => existsSync(file))

/**
 * A suite that needs what does not come with npm. Where it is not there, the suite says so loudly and is skipped; with `CI`
 * set it runs, and fails.
 *
 * @param missing what is missing and how to get it; `undefined` if all is there
 */
export const describeWith = (missing: string | undefined, title: string, suite: () => void) => {
  if (missing !== undefined && !IS_CI) process.stderr.write(`\n*** SKIPPED "${title}": ${missing} ***\n\n`)
  const run = missing === undefined || IS_CI ? describe : describe.skip
  run(title, suite)
}

/**
 * A suite that needs what neither npm nor Debian has. Where it is not there, the suite says so loudly and has no test, also in
 * CI, which cannot get it either.
 */
export const describeWhere = (tool: string, title: string, suite: () => void) => {
  if (findTool(tool) !== undefined) describe(title, suite)
  else
    process.stderr.write(`\n*** NOT TRIED "${title}": no ${tool} here, and no package of npm or Debian has it ***\n\n`)
}

/** Which of these commands are not there, with the Debian packages that have them. */
export const missingTools = (packages: Readonly<Record<string, string>>): string | undefined => {
  const missing = Object.entries(packages).filter(([tool]) => findTool(tool) === undefined)
  if (missing.length === 0) return undefined
  const names = missing.map(([tool]) => tool).join(', ')
  return `no ${names} here. apt-get install ${[...new Set(missing.map(([, name]) => name))].join(' ')}`
}

/** Runs a command. @throws if its exit code is neither 0 nor the one to accept */
export const runTool = (
  file: string,
  args: readonly string[],
  {
    input = '',
    accept = 0,
    env = process.env,
  }: { readonly input?: Uint8Array | string; readonly accept?: number; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const child = execFile(file, args, { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024, env }, (error, out, told) =>
      error && error.code !== accept ? reject(new Error(`${file}: ${told}`, { cause: error })) : resolve(out),
    )
    feed(child, input)
  })
