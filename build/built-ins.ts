import { isBuiltin } from 'node:module'
import type { Plugin } from 'esbuild'

const IMPORTED = 'built-in-imported'
const REQUIRED = 'built-in-required'

/**
 * Takes of Node's own modules only what the code names. An `import` of one reads all that the module exports, and some of that
 * loads code of its own when it is read: `node:http` has `WebSocket`, which takes longer to load than most functions.
 */
export const builtInsInPart: Plugin = {
  name: 'built-ins-in-part',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^[a-z]/ }, ({ path, kind }) => {
      if (!isBuiltin(path)) return undefined
      const namespace = kind === 'import-statement' ? IMPORTED : REQUIRED
      // Some, like `node:sqlite`, have no other name.
      return { path: path.replace(/^(?:node:)?/, 'node:'), namespace, sideEffects: false }
    })
    // Nothing is known of what the code reads of it.
    onLoad({ filter: /./, namespace: REQUIRED }, ({ path }) => ({ contents: `module.exports = ${moduleOf(path)}` }))
    onLoad({ filter: /./, namespace: IMPORTED }, ({ path }) => ({ contents: exportsOf(path) }))
  },
}

const moduleOf = (name: string): string => `process.getBuiltinModule(${JSON.stringify(name)})`

/**
 * What much code imports and few starts need: reading it makes Node load code of its own, which for a stream of files is a dozen
 * modules. The AWS SDK only compares with the stream.
 */
const READ_WHEN_USED: Readonly<Record<string, readonly string[]>> = {
  'node:fs': ['ReadStream'],
  'node:fs/promises': ['readFile'],
  'node:zlib': ['crc32', 'gunzip', 'gzipSync'],
}

/** A function or class that is read when it is first called, made an instance of, or compared with. */
const STAND_IN = `const standIn = read => new Proxy(function () {}, {
  get: (_, name) => Reflect.get(read(), name),
  apply: (_, self, given) => Reflect.apply(read(), self, given),
  construct: (_, given) => Reflect.construct(read(), given),
})`

/** A member each, so that esbuild leaves out those that nothing imports. */
const exportsOf = (name: string): string => {
  const names = Object.getOwnPropertyNames(process.getBuiltinModule(name) ?? {}).filter(
    member => /^[\w$]+$/.test(member) && member !== 'default',
  )
  return [
    ...(name in READ_WHEN_USED ? [STAND_IN] : []),
    `const whole = /* @__PURE__ */ ${moduleOf(name)}`,
    'export default whole',
    ...names.map((member, index) => {
      const value = READ_WHEN_USED[name]?.includes(member)
        ? `standIn(() => ${moduleOf(name)}.${member})`
        : `(() => whole.${member})()`
      return `const $${index} = /* @__PURE__ */ ${value}`
    }),
    `export { ${names.map((member, index) => `$${index} as ${member}`).join(', ')} }`,
  ].join('\n')
}
