import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseStaticCheck, type StaticCheck } from '../../checks/static-check.ts'

/**
 * The static checks of a folder: a file `NAME.json` each, and their manifests beside them.
 *
 * @throws StaticCheckError
 */
export const readStaticChecks = (folder: string): readonly StaticCheck[] =>
  readdirSync(folder)
    .filter(file => file.endsWith('.json'))
    .sort()
    .map(file => parseStaticCheck(file, read(folder, file), name => read(folder, name)))

const read = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8')
