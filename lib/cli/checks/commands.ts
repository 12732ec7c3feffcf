import type { CommandRows } from '../command.ts'
import { CHECK_OPTIONS, CHECKS_OPTIONS } from './options.ts'

const named = { arguments: '<name>', about: { name: 'The check' }, asks: 'waybill', options: CHECKS_OPTIONS } as const

/** Checks: manifests that Waybill validates, the service included, once or on a schedule. */
export const CHECK_COMMANDS = {
  check: {
    summary: 'Ask a running Waybill whether manifests would pass now, or every so often from now on',
    arguments: '<file...>',
    about: { file: 'A manifest; - is standard input' },
    asks: 'waybill',
    options: CHECK_OPTIONS,
    examples: ['check disk-1.txt', 'check disk-1.txt --every 1d'],
    load: async () => (await import('./check.ts')).check,
  },
  'checks list': {
    summary: 'Show the scheduled checks',
    asks: 'waybill',
    options: CHECKS_OPTIONS,
    examples: ['checks', 'checks list --format csv'],
    isDefault: true,
    load: async () => (await import('./checks.ts')).listChecks,
  },
  'checks runs': {
    ...named,
    summary: 'Show the runs of a check',
    examples: ['checks runs disk-1'],
    load: async () => (await import('./checks.ts')).listRuns,
  },
  'checks run': {
    ...named,
    summary: 'Run a check now',
    examples: ['checks run disk-1'],
    load: async () => (await import('./checks.ts')).runCheck,
  },
  'checks delete': {
    summary: 'Stop checking',
    arguments: '<name>',
    about: { name: 'The check' },
    asks: 'waybill',
    examples: ['checks delete disk-1'],
    load: async () => (await import('./checks.ts')).deleteCheck,
  },
} as const satisfies CommandRows
