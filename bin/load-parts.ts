import { readFileSync } from 'node:fs'
import { Script } from 'node:vm'
import { codeCacheFile, readCodeCache, writeCodeCache } from './code-cache.ts'

/*
 * The first code of the one file that is installed. Node parses a file whole at each start, but for its comments, so all other
 * code lies in one: a line a part. A part is compiled when it is first needed, or taken compiled from a former run.
 */

// What the build puts before this code.
/** Gives a module of Node's own, and no other: a part has no folder to look in. */
declare const NODE: (name: string) => unknown
/** Names this very code. */
declare const BUILD: string
/** The module that runs first. */
declare const ENTRY: string
/** The line before the parts. */
declare const PARTS: string

type Load = (name: string) => unknown
interface Module {
  exports: unknown
}
type Define = (module: Module, exports: unknown, load: Load) => void

/** Modules that are compiled together: their names, and where in the file their code is. */
interface Part {
  readonly names: string
  readonly start: number
  readonly end: number
}

const LINE_END = 10
const BLANK = 32
/** Names begin with one, as paths do. */
const POINT = 46

/** Each module's part, by the module's name. */
const partsIn = (file: Buffer): ReadonlyMap<string, Part> => {
  const parts = new Map<string, Part>()
  let at = file.indexOf(LINE_END, file.indexOf(`\n${PARTS}`) + 1) + 1
  while (file[at] === POINT) {
    const blank = file.indexOf(BLANK, at)
    const end = file.indexOf(LINE_END, blank)
    const names = file.toString('latin1', at, blank)
    for (const name of names.split(',')) parts.set(name, { names, start: blank + 1, end })
    at = end + 1
  }
  return parts
}

const self = readFileSync(new URL(import.meta.url))
const parts = partsIn(self)
const cacheFile = codeCacheFile(BUILD, process.env)
const cache = cacheFile === undefined ? new Map<string, Uint8Array>() : readCodeCache(cacheFile)
const compiled = new Map<string, Script>()
const defines: Record<string, Define> = {}
const modules = new Map<string, Module>()

const load: Load = name => {
  if (!name.startsWith('./')) return NODE(name)
  const there = modules.get(name)
  if (there) return there.exports
  const module: Module = { exports: {} }
  modules.set(name, module)
  if (!defines[name]) compilePartOf(name)
  defines[name]?.(module, module.exports, load)
  return module.exports
}

const compilePartOf = (name: string): void => {
  const part = parts.get(name)
  if (!part) throw new Error(`This file has no part ${name}: it was cut or changed on its way here. Fetch it again.`)
  const text = self.toString('latin1', part.start, part.end)
  // A JSON string; what is large and seldom needed is compressed with Brotli, in Base64.
  const isPlain = text.startsWith('"')
  const cachedData = cache.get(part.names)
  const script = new Script(isPlain ? JSON.parse(text) : decompressed(text), {
    filename: `waybill.mjs/${name.slice(2)}`,
    ...(cachedData && { cachedData }),
  })
  // What is large takes longer to read at each start than to compile when it is needed.
  if (isPlain && (!cachedData || script.cachedDataRejected)) compiled.set(part.names, script)
  Object.assign(defines, script.runInThisContext())
}

const decompressed = (text: string): string => {
  // The type of what Node has under this name.
  const { brotliDecompressSync } = NODE('node:zlib') as typeof import('node:zlib')
  return brotliDecompressSync(Buffer.from(text, 'base64')).toString('latin1')
}

// What it exports: bin/waybill-package.ts.
const entry = load(ENTRY) as { readonly finished: Promise<void> }
await entry.finished
if (cacheFile !== undefined && compiled.size > 0) {
  const added = [...compiled].map(([names, script]) => [names, script.createCachedData()] as const)
  writeCodeCache(cacheFile, new Map([...cache, ...added]))
}
