import { defineConfig } from 'vite'

/** Addresses are relative: the page may lie under a stage's name. Files are flat: one route gives them all out. */
export default defineConfig({
  base: './',
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
            { name: 'first', test: /console[\\/]src[\\/]main\.tsx$/, priority: 2 },
            { name: 'whole', test: /console[\\/]src[\\/](?:app|screens[\\/]jobs[\\/]jobs-screen)\.tsx$/, priority: 1 },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  // Packages mark code for servers that render React; here is none, and each mark would be a warning.
  logLevel: 'error',
})
