import type { Plugin } from 'esbuild'

/** Modules of the AWS SDK that a function needs less of than they do, and what stands in their place. */
const REPLACED: Readonly<Record<string, string>> = {
  // It draws UUIDs with the global `crypto`, for which Node loads the whole of the web's cryptography and of its streams at each
  // start; `node:crypto`, which is there for signatures, draws them too.
  'serde/uuid/v4.js': "import { randomUUID } from 'node:crypto'\nexport const bindV4 = () => () => randomUUID()",
  // It looks for `~/.aws/config` and `~/.aws/credentials`. Lambda has no such files, and gives all that they could hold in the
  // environment.
  'config/shared-ini-file-loader/loadSharedConfigFiles.js':
    "export { CONFIG_PREFIX_SEPARATOR } from './constants'\nexport const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} })",
}

/** The AWS SDK as a function on Lambda needs it. */
export const sdkOnLambda: Plugin = {
  name: 'sdk-on-lambda',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]/ }, ({ path }) => {
      const [, name = ''] = /[\\/]submodules[\\/](.*)$/.exec(path) ?? []
      const contents = REPLACED[name.replaceAll('\\', '/')]
      return contents === undefined ? undefined : { contents }
    })
  },
}
