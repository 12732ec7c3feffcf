import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { NewId } from '../../system.ts'
import type { KeyRing } from '../../teams/keys.ts'
import { isErrno } from '../folder/errno.ts'
import { type KeysFileContents, parseKeysFile } from './file-keys.ts'

/**
 * The keys of one machine, for operators. The file is replaced as a whole, so a reader gets the old
 * one or the new one.
 */
export const createFileKeyRing = (
  path: string,
  {
    team,
    newId,
    otherwise,
  }: {
    /** Whose key `put` adds. */
    readonly team: string
    readonly newId: NewId
    /** The keys while the file does not exist. */
    readonly otherwise: KeysFileContents
  },
): KeyRing => {
  const read = async (): Promise<KeysFileContents> => {
    try {
      return parseKeysFile(await readFile(path, 'utf8'), path)
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return otherwise
      throw error
    }
  }
  const write = async (contents: KeysFileContents) => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const beside = `${path}.${newId()}`
    await writeFile(beside, `${JSON.stringify(contents, null, 2)}\n`, { flag: 'wx', mode: 0o600, flush: true })
    await rename(beside, path)
  }
  const has = ({ teams }: KeysFileContents, accessKeyId: string) =>
    Object.values(teams).some(keys => keys.some(key => key.accessKeyId === accessKeyId))

  return {
    put: async (accessKeyId, secretAccessKey) => {
      const contents = await read()
      if (has(contents, accessKeyId)) return false
      const keys = Object.hasOwn(contents.teams, team) ? contents.teams[team] : undefined
      await write({ teams: { ...contents.teams, [team]: [{ accessKeyId, secretAccessKey }, ...(keys ?? [])] } })
      return true
    },
    rotate: async (accessKeyId, secretAccessKey) => {
      const contents = await read()
      if (!has(contents, accessKeyId)) return false
      const rotated = Object.entries(contents.teams).map(([name, keys]) => [
        name,
        keys.map(key =>
          key.accessKeyId === accessKeyId
            ? { ...key, secretAccessKey, previousSecretAccessKey: key.secretAccessKey }
            : key,
        ),
      ])
      await write({ teams: Object.fromEntries(rotated) })
      return true
    },
    list: async () =>
      Object.entries((await read()).teams).flatMap(([name, keys]) =>
        keys.map(({ accessKeyId }) => ({ accessKeyId, team: name })),
      ),
  }
}
