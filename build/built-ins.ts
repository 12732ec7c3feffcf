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

/** A member each, so that esbuild leaves out those that nothing imports. */
const exportsOf = (name: string): string => {
  const names = Object.getOwnPropertyNames(process.getBuiltinModule(name) ?? {}).filter(
    member => /^[\w$]+$/.test(member) && member !== 'default',
  )
  return [
    `const whole = /* @__PURE__ */ ${moduleOf(name)}`,
    'export default whole',
    ...names.map((member, index) => `const $${index} = /* @__PURE__ */ (() => whole.${member})()`),
    `export { ${names.map((member, index) => `$${index} as ${member}`).join(', ')} }`,
  ].join('\n')
}
