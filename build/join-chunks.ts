import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { type BuildResult, transform } from 'esbuild'

/** What esbuild gives for a build in chunks, with its metafile. */
type Chunks = BuildResult<{ write: false; metafile: true }>

export interface JoinOptions {
  /** The code that loads the parts: `bin/load-parts.ts`, bundled. */
  readonly loader: string
  /** The source file that runs first. It exports `finished`, a promise. */
  readonly entry: string
  /** Source files of commands whose start is measured: what they need is not compressed. */
  readonly often: readonly string[]
  /** The oldest Node. */
  readonly target: string
}

/** A part below this size is read sooner as it is than decompressed. */
const WORTH_COMPRESSING = 4096

/** The line before the parts. */
const PARTS = '/* Parts'

/**
 * One file of many chunks, for the loader: parts, each a line in a comment. What the start needs at once is one part, and so is
 * what else a command of `often` needs; every other chunk is a part of its own.
 */
export const joinChunks = async (chunks: Chunks, options: JoinOptions): Promise<string> => {
  const graph = graphOf(chunks)
  const together = [options.entry, ...options.often].map(source => graph.neededBy(source))
  const parts = new Map<string, { names: string[]; functions: string; isText: boolean }>()
  for (const { path, text } of chunks.outputFiles) {
    const name = basename(path)
    const code = await asFunctionBody(text, options.target)
    const users = together.map(needed => needed.has(name))
    const isOften = users.includes(true)
    const key = isOften ? users.join() : name
    const part = parts.get(key) ?? { names: [], functions: '', isText: isOften || code.length < WORTH_COMPRESSING }
    part.names.push(`./${name}`)
    // Parentheses: it is called soon, so it is parsed once.
    part.functions += `"./${name}":(function(module,exports,require){${code}\n}),`
    parts.set(key, part)
  }
  const lines = [...parts.values()].map(({ names, functions, isText }) => {
    const code = `({${functions}})`
    return `${names.join()} ${isText ? inComment(code) : brotliCompressSync(code).toString('base64')}\n`
  })
  const build = createHash('sha256').update(lines.join('')).digest('hex').slice(0, 32)
  const constants = { BUILD: build, ENTRY: `./${graph.chunkOf(options.entry)}`, PARTS }
  const declared = Object.entries(constants).map(([name, value]) => `const ${name}=${JSON.stringify(value)};\n`)
  return `${declared.join('')}${options.loader}${PARTS}\n${lines.join('')}*/\n`
}

/** As a JSON string that does not end a comment. */
const inComment = (code: string): string => JSON.stringify(code).replaceAll('*/', '*\\/')

const graphOf = ({ metafile }: Chunks) => {
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]))
  const byEntry = new Map([...outputs].map(([name, { entryPoint }]) => [entryPoint, name]))
  const chunkOf = (source: string): string => {
    const name = byEntry.get(source)
    if (name === undefined) throw new Error(`${source} is no chunk of its own: nothing imports it when it is needed`)
    return name
  }
  const collect = (name: string, found: Set<string>): void => {
    if (found.has(name)) return
    found.add(name)
    for (const { path, kind, external } of outputs.get(name)?.imports ?? []) {
      if (kind === 'import-statement' && !external) collect(basename(path), found)
    }
  }
  /** The chunks that a source needs at once. */
  const neededBy = (source: string): ReadonlySet<string> => {
    const found = new Set<string>()
    collect(chunkOf(source), found)
    return found
  }
  return { chunkOf, neededBy }
}

const asFunctionBody = async (text: string, target: string): Promise<string> => {
  const { code, warnings } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target,
    minify: true,
    supported: { 'dynamic-import': false },
  })
  const [warning] = warnings
  if (warning) throw new Error(`esbuild cannot make a function of a chunk: ${warning.text}`)
  return inAscii(code.trim())
}

/**
 * Node reads a file of ASCII alone in half the time. esbuild leaves other signs in regular expressions and in `String.raw`,
 * where a regular expression is made of them: both know the escape, too.
 */
export const inAscii = (code: string): string =>
  code.replace(/[^\n -~]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
