import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Clock, NewId } from '../../system.ts'
import type { KeyRing } from '../../teams/keys.ts'
import { isErrno } from '../folder/errno.ts'
import { type KeysFileContents, parseKeysFile } from './file-keys.ts'

/**
 * The keys of one machine, for operators. The file is replaced as a whole, so a reader gets the old one or the new one. Only one
 * process at a time reads, changes and writes it, so no change is lost.
 */
export const createFileKeyRing = (
  path: string,
  {
    team,
    newId,
    clock,
    otherwise,
    exclusively,
  }: {
    /** The team of the key that `put` adds. */
    readonly team: string
    readonly newId: NewId
    readonly clock: Clock
    /** The keys while the file does not exist. */
    readonly otherwise: KeysFileContents
    /** Runs while no other process does the same. */
    readonly exclusively: <T>(run: () => T) => T
  },
): KeyRing => {
  const read = (): KeysFileContents => {
    try {
      return parseKeysFile(readFileSync(path, 'utf8'), path)
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return otherwise
      throw error
    }
  }
  const write = (contents: KeysFileContents) => {
    const beside = `${path}.${newId()}`
    writeFileSync(beside, `${JSON.stringify(contents, null, 2)}\n`, { flag: 'wx', mode: 0o600, flush: true })
    renameSync(beside, path)
  }
  /** @returns whether anything was changed */
  const change = (next: (contents: KeysFileContents) => KeysFileContents | undefined): boolean => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    return exclusively(() => {
      const changed = next(read())
      if (changed) write(changed)
      return changed !== undefined
    })
  }
  const has = ({ teams }: KeysFileContents, accessKeyId: string) =>
    Object.values(teams).some(keys => keys.some(key => key.accessKeyId === accessKeyId))

  return {
    put: async (accessKeyId, secretAccessKey) =>
      change(contents => {
        if (has(contents, accessKeyId)) return undefined
        const keys = Object.hasOwn(contents.teams, team) ? contents.teams[team] : undefined
        return {
          teams: {
            ...contents.teams,
            [team]: [{ accessKeyId, secretAccessKey, changedAt: clock().toISOString() }, ...(keys ?? [])],
          },
        }
      }),
    rotate: async (accessKeyId, secretAccessKey) =>
      change(contents => {
        if (!has(contents, accessKeyId)) return undefined
        const rotated = Object.entries(contents.teams).map(([name, keys]) => [
          name,
          keys.map(key =>
            key.accessKeyId === accessKeyId
              ? {
                  ...key,
                  secretAccessKey,
                  previousSecretAccessKey: key.secretAccessKey,
                  changedAt: clock().toISOString(),
                }
              : key,
          ),
        ])
        return { teams: Object.fromEntries(rotated) }
      }),
    remove: async accessKeyId =>
      change(contents => {
        if (!has(contents, accessKeyId)) return undefined
        const left = Object.entries(contents.teams).map(([name, keys]) => [
          name,
          keys.filter(key => key.accessKeyId !== accessKeyId),
        ])
        return { teams: Object.fromEntries(left) }
      }),
    list: async () =>
      Object.entries(read().teams).flatMap(([name, keys]) =>
        keys.map(({ accessKeyId, changedAt }) => ({
          accessKeyId,
          team: name,
          ...(changedAt !== undefined && { changedAt: new Date(changedAt) }),
        })),
      ),
  }
}
