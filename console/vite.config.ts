import { defineConfig, type Plugin } from 'vite'

/** The page whose code comes after the first one's. */
const WHOLE = 'whole'

/**
 * Names in the page the files of the whole page, so that the first one can have them fetched before they are needed.
 */
const namesWhole: Plugin = {
  name: 'waybill:names-whole',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle = {} }) => {
      const whole = Object.values(bundle).find(file => file.type === 'chunk' && file.name === WHOLE)
      if (whole?.type !== 'chunk') throw new Error(`There is no file for ${WHOLE}.tsx.`)
      const imports = whole.imports.filter(name => !html.includes(name))
      const files = [whole.fileName, ...imports, ...(whole.viteMetadata?.importedCss ?? [])]
      return [{ tag: 'meta', attrs: { name: 'whole-page', content: files.join(' ') }, injectTo: 'head' }]
    },
  },
}

/** Addresses are relative: the page may lie under a stage's name. Files are flat: one route gives them all out. */
export default defineConfig({
  base: './',
  plugins: [namesWhole],
  build: {
    assetsDir: '',
    target: 'es2022',
    // Those know `light-dark()`, which would otherwise be taken apart into properties that nothing sets.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // A file of its own is cached for ever, and needs no exception in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // One file for what is shown first, and one for the frame and the list: each file costs some milliseconds.
          groups: [
            { name: 'first', test: /console[\\/]src[\\/]main\.ts$/, priority: 2 },
            {
              name: WHOLE,
              test: /console[\\/]src[\\/](?:whole|screens[\\/]jobs[\\/]jobs-screen)\.tsx$/,
              priority: 1,
            },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  // Packages mark code for servers that render React; here is none, and each mark would be a warning.
  logLevel: 'error',
})
