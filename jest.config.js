import { availableParallelism } from 'node:os'
import { AMPLE_MS } from './test/support/patience.ts'

/** TypeScript is stripped by SWC; modules stay ES modules, since middy is nothing else. */
export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024', experimental: { keepImportAttributes: true } },
        module: { type: 'es6' },
      },
    ],
  },
  globalSetup: '<rootDir>/test/support/run/begin.ts',
  globalTeardown: '<rootDir>/test/support/run/end.ts',
  // Only so that a test that hangs comes to an end: a machine may be slow or busy, and no test measures time.
  testTimeout: AMPLE_MS,
  // Most suites wait for processes and sockets of their own, and leave a core idle meanwhile. Jest reads '150%' as 150.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // Modules of files that have run stay in memory: a worker would grow to three gigabytes, and collecting its garbage takes long.
  workerIdleMemoryLimit: '1GB',
}
