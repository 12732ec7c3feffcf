import common from '../../jest.config.js'

/** Tests in a real browser against a real `npm start`; a command of their own, since they need chromium and minutes. */
export default {
  ...common,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/browser/**/*.browser.ts'],
  globalSetup: '<rootDir>/test/browser/build-console.ts',
  testSequencer: '<rootDir>/test/browser/longest-first.js',
}
