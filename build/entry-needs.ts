import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Plugin } from 'esbuild'

/** What an entry imports, as an entry of its own. */
export const NEEDS = 'needs'

const IMPORT = /^import (\{[^}]*\} from '\.[^']+')$/gm

/**
 * A second entry that needs all that the first imports, so that esbuild puts into the first no more than its own few lines. Those
 * may wait (`await`) for what comes later, which may need any of the rest.
 */
export const needsOf = (entry: string): Plugin => ({
  name: 'entry-needs',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: new RegExp(`^${NEEDS}$`) }, ({ path }) => ({ path, namespace: NEEDS }))
    onLoad({ filter: /./, namespace: NEEDS }, () => ({
      contents: [...readFileSync(entry, 'utf8').matchAll(IMPORT)].map(([, from]) => `export ${from}`).join('\n'),
      loader: 'ts',
      resolveDir: dirname(entry),
    }))
  },
})
