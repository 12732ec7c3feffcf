import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/** Compiled code of former runs, by the names of its parts. */
export type CodeCache = ReadonlyMap<string, Uint8Array>

/** Others may write neither the file nor its folder: what is in it runs as this user. */
const WRITABLE_BY_OTHERS = 0o022

/**
 * Where compiled code lies: in the user's cache folder, or where Node's own setting for such files points.
 *
 * @param build names the code; another build, Node or processor has a file of its own
 * @returns `undefined`: nowhere, by the user's setting
 */
export const codeCacheFile = (build: string, env: NodeJS.ProcessEnv): string | undefined => {
  if (env.NODE_DISABLE_COMPILE_CACHE) return undefined
  const ofUser = process.platform === 'win32' ? env.LOCALAPPDATA : env.XDG_CACHE_HOME || join(homedir(), '.cache')
  const folder = env.NODE_COMPILE_CACHE || (ofUser && join(ofUser, 'waybill'))
  return folder && join(folder, `${build}-${process.version}-${process.arch}.code`)
}

/** What former runs have compiled; nothing where there is none, or where others could have written it. */
export const readCodeCache = (file: string): CodeCache => {
  try {
    const descriptor = openSync(file, 'r')
    try {
      return isOwn(descriptor) ? partsOf(readFileSync(descriptor)) : new Map()
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return new Map() // there is none, or it is damaged
  }
}

const isOwn = (descriptor: number): boolean => {
  if (!process.getuid) return true
  const { uid, mode } = fstatSync(descriptor)
  return uid === process.getuid() && (mode & WRITABLE_BY_OTHERS) === 0
}

/** The first line has each part's name and length; the parts follow. */
const partsOf = (bytes: Buffer): CodeCache => {
  const end = bytes.indexOf('\n')
  const lengths: readonly (readonly [string, number])[] = JSON.parse(bytes.toString('utf8', 0, end))
  let at = end + 1
  return new Map(
    lengths.map(([name, length]) => {
      at += length
      return [name, bytes.subarray(at - length, at)]
    }),
  )
}

/** Puts the file in the place of the former one, whole or not at all. Where it cannot be written, the next run compiles again. */
export const writeCodeCache = (file: string, cache: CodeCache): void => {
  const beside = `${file}.${process.pid}`
  const lengths = [...cache].map(([name, { length }]) => [name, length])
  const bytes = Buffer.concat([Buffer.from(`${JSON.stringify(lengths)}\n`), ...cache.values()])
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(beside, bytes, { mode: 0o600, flag: 'wx' })
    renameSync(beside, file)
  } catch {
    removeIfThere(beside)
  }
}

const removeIfThere = (file: string): void => {
  try {
    rmSync(file, { force: true })
  } catch {
    // Its folder is none.
  }
}
