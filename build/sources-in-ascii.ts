import { readFileSync } from 'node:fs'
import type { Plugin } from 'esbuild'

/**
 * Writes signs beyond ASCII as escapes, which mean the same wherever code has such signs: in texts, templates and regular
 * expressions. esbuild leaves them in the last two, and Node takes twice as long to read a file that has a single one.
 */
export const sourcesInAscii: Plugin = {
  name: 'sources-in-ascii',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]lib[\\/].*\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8')
      const contents = source.replace(/[^\0-\x7f]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
      return contents === source ? undefined : { contents, loader: 'ts' }
    })
  },
}
