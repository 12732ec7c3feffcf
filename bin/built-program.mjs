import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/*
 * The program of this checkout as one bundle, made by `build/program.ts` beside the first server that runs without it. Plain
 * JavaScript: it runs before any TypeScript, at every start.
 */

const ROOT = fileURLToPath(new URL('../', import.meta.url))

/** Where the bundle lies, and what it was made of. */
export const PROGRAM_FOLDER = join(ROOT, 'node_modules/.cache/waybill/program')
export const MADE_OF = 'made-of.json'

/**
 * What changes with a file's content: its size, and when it was written.
 *
 * @param {string} file
 */
export const markOf = file => {
  const { size, mtimeMs } = statSync(file)
  return `${size} ${mtimeMs}`
}

/**
 * The bundled program, if it is whole and of the very code that is here now.
 *
 * @param {string} folder
 * @returns {string | undefined} a URL to import
 */
export const builtProgram = (folder = PROGRAM_FOLDER) => {
  if (process.env.NODE_DISABLE_COMPILE_CACHE) return undefined
  try {
    /** @type {{ root: string, entry: string, marks: Record<string, string>, sizes: Record<string, number> }} */
    const { root, entry, marks, sizes } = JSON.parse(readFileSync(join(folder, MADE_OF), 'utf8'))
    // It has the paths of the checkout in it, which may have been moved or copied since.
    const isOfNow = root === ROOT && Object.entries(marks).every(([file, mark]) => markOf(join(ROOT, file)) === mark)
    // Several builds at once place the same files, each at its own time.
    const isWhole = Object.entries(sizes).every(([file, size]) => statSync(join(folder, file)).size === size)
    return isOfNow && isWhole ? pathToFileURL(join(folder, entry)).href : undefined
  } catch {
    return undefined // there is none, or a file of it is gone
  }
}

/** A server has more to do in its first seconds, and one that is stopped at once needs no bundle. */
const BUILD_AFTER_MS = 5_000

/** A build takes seconds; one that was killed is forgotten then. */
const BUILD_MOST_MS = 10 * 60_000

/** Makes the bundle for the next start. Whatever keeps it from being made, Waybill runs without it. */
export const buildProgramSoon = () => {
  if (process.env.NODE_DISABLE_COMPILE_CACHE || !existsSync(join(ROOT, 'node_modules/esbuild'))) return
  setTimeout(() => {
    const release = takeTurn()
    if (!release) return
    const build = spawn(process.execPath, [join(ROOT, 'build/program.ts')], { stdio: 'ignore' })
    build.unref()
    const end = () => {
      build.kill()
      release()
    }
    build.on('error', end)
    build.on('exit', end)
    process.on('exit', end)
  }, BUILD_AFTER_MS).unref()
}

/** One build at a time, whichever servers start. */
const takeTurn = () => {
  const building = join(PROGRAM_FOLDER, 'building')
  const release = () => rmSync(building, { recursive: true, force: true })
  try {
    mkdirSync(PROGRAM_FOLDER, { recursive: true, mode: 0o700 })
    const since = statSync(building, { throwIfNoEntry: false })?.mtimeMs
    if (since !== undefined && Date.now() - since > BUILD_MOST_MS) release()
    mkdirSync(building)
    return release
  } catch {
    return undefined // another builds, or nothing can be written here
  }
}
