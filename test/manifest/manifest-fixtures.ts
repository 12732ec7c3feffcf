import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = 'test/fixtures/manifests'

/** What is expected of a fixture; a diagnostic is `line:column severity code pointer`. */
export interface Expected {
  readonly valid: boolean
  readonly validIn2015: boolean
  readonly kind?: string
  readonly diagnostics: readonly string[]
}

/** Every manifest of the folder with what is expected of it. */
export const FIXTURES = readdirSync(FOLDER)
  .filter(file => file.endsWith('.txt'))
  .map(file => {
    const name = file.slice(0, -'.txt'.length)
    const expected: Expected = JSON.parse(readFileSync(`${FOLDER}/${name}.json`, 'utf8'))
    return { name, text: readFileSync(`${FOLDER}/${file}`, 'utf8'), expected }
  })
