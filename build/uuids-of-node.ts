import type { Plugin } from 'esbuild'

/**
 * The AWS SDK draws the UUIDs of its requests with the global `crypto`. Node loads the whole of the web's cryptography and of its
 * streams for that, at each start; `node:crypto`, which is there for signatures, draws them too.
 */
export const uuidsOfNode: Plugin = {
  name: 'uuids-of-node',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]serde[\\/]uuid[\\/]v4\.js$/ }, () => ({
      contents: "import { randomUUID } from 'node:crypto'\nexport const bindV4 = () => () => randomUUID()",
    }))
  },
}
