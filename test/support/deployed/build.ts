import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildBundle } from '../bundles.ts'

/** Bundles of functions in folders of their own, built once and used by every stage. */
export const buildBundles = (names: readonly string[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-deployed-'))
  const folders = new Map(names.map(name => [name, buildBundle(folder, name).folder]))
  return {
    folder,
    folderOf: (name: string) => {
      const found = folders.get(name)
      if (found === undefined) throw new Error(`${name} is not built`)
      return found
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}

export type Bundles = ReturnType<typeof buildBundles>
