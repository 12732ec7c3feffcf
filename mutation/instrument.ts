import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Instrumenter } from '@stryker-mutator/instrumenter'
import { build, type Plugin } from 'esbuild'

/** A change to one place of a file. Lines count from 1. */
export interface Change {
  readonly id: string
  readonly file: string
  readonly line: number
  readonly was: string
  readonly becomes: string
}

/** Texts and tables of data are held by vectors and by the documents. */
const LEFT_OUT = ['ArrayDeclaration', 'ObjectLiteral', 'StringLiteral']

const silent = () => undefined
const QUIET = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  fatal: silent,
}

/** The files with every change that Stryker makes to such code, each behind a switch. */
export const instrument = async (names: readonly string[]) => {
  const sources = names.map(name => ({ name, mutate: true, content: readFileSync(name, 'utf8') }))
  const { files, mutants } = await new Instrumenter(QUIET).instrument(sources, {
    plugins: null,
    ignorers: [],
    excludedMutations: LEFT_OUT,
  })
  const made = mutants.filter(({ status }) => status !== 'Ignored')
  const changes = made.map(({ id, fileName, location: { start, end }, replacement }): Change => {
    const lines = (sources.find(({ name }) => name === fileName)?.content ?? '')
      .split('\n')
      .slice(start.line, end.line + 1)
    const last = lines.length - 1
    const was = lines
      .map((line, index) => line.slice(index === 0 ? start.column : 0, index === last ? end.column : undefined))
      .join('\n')
    return { id, file: relative('.', fileName), line: start.line + 1, was, becomes: replacement }
  })
  return { contents: new Map(files.map(({ name, content }) => [resolve(name), content])), changes }
}

/** One program with the tests, the changed files, and the harness in place of Jest. */
export const bundleTests = async (
  tests: readonly string[],
  contents: ReadonlyMap<string, string>,
  outfile: string,
): Promise<void> => {
  mkdirSync(dirname(outfile), { recursive: true })
  const harness = resolve('mutation/test-harness.ts')
  const plugin: Plugin = {
    name: 'changes',
    setup: ({ onLoad, onResolve }) => {
      onResolve({ filter: /^@jest\/globals$/ }, () => ({ path: harness }))
      onLoad({ filter: /\.ts$/ }, ({ path }) => ({
        contents: (contents.get(path) ?? readFileSync(path, 'utf8'))
          .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
          .replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
        loader: 'ts',
      }))
    },
  }
  await build({
    stdin: {
      contents: [...tests, harness].map(file => `export * from ${JSON.stringify(resolve(file))}`).join('\n'),
      resolveDir: resolve('.'),
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    packages: 'external',
    // package.json says that no module of ours has side effects; a test has nothing else.
    ignoreAnnotations: true,
    plugins: [plugin],
    logLevel: 'error',
  })
}
