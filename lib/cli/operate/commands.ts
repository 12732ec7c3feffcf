import type { CommandRows } from '../command.ts'
import {
  ABORT_OPTIONS,
  DEPOT_OPTIONS,
  FINISH_OPTIONS,
  KEY_OPTIONS,
  LIST_KEYS_OPTIONS,
  PUT_KEY_OPTIONS,
  RECEIVE_OPTIONS,
  RETURN_OPTIONS,
  SMOKE_OPTIONS,
} from './options.ts'

const id = {
  arguments: '<access-key-id>',
  about: { 'access-key-id': 'The key; its secret is read from standard input' },
}

/** The keys that Waybill signs with. */
export const KEY_COMMANDS = {
  'keys put': {
    ...id,
    summary: 'Add a signing key',
    options: PUT_KEY_OPTIONS,
    examples: [
      'keys put AKIAI44QH8DHBEXAMPLE < secret.txt',
      'keys put AKIAI44QH8DHBEXAMPLE --stage prod --team lab < secret.txt',
    ],
  },
  'keys rotate': {
    ...id,
    summary: 'Give a signing key a new secret',
    options: KEY_OPTIONS,
    examples: ['keys rotate AKIAI44QH8DHBEXAMPLE < secret.txt'],
  },
  'keys delete': {
    arguments: '<access-key-id>',
    about: { 'access-key-id': 'The key' },
    summary: 'Take a signing key away',
    options: KEY_OPTIONS,
    examples: ['keys delete AKIAI44QH8DHBEXAMPLE'],
  },
  'keys list': {
    summary: 'List the signing keys and their age, without their secrets',
    options: LIST_KEYS_OPTIONS,
    examples: ['keys list', 'keys list --stage prod --format json'],
  },
} as const satisfies CommandRows

const job = { arguments: '<jobid>', about: { jobid: 'The job whose device it is' }, asks: 'depot' } as const

/** What the depot's staff reports of devices. */
const DEPOT_COMMANDS = {
  'depot show': {
    ...job,
    summary: 'Show a job to the staff: its events, and what may be done next',
    options: DEPOT_OPTIONS,
    examples: ['depot show ABC12'],
    load: async () => (await import('./depot.ts')).showDevice,
  },
  'depot receive': {
    ...job,
    summary: 'Report that the device arrived, with this proof',
    options: RECEIVE_OPTIONS,
    examples: ['depot receive ABC12 --signature /mnt/disk/SIGNATURE'],
    load: async () => (await import('./depot.ts')).receiveDevice,
  },
  'depot load': {
    ...job,
    summary: 'Report that work on its data begins',
    options: DEPOT_OPTIONS,
    examples: ['depot load ABC12'],
    load: async () => (await import('./depot.ts')).loadDevice,
  },
  'depot finish': {
    ...job,
    summary: 'Report that the work is done',
    options: FINISH_OPTIONS,
    examples: ['depot finish ABC12 --errors 3 --log log.csv'],
    load: async () => (await import('./depot.ts')).finishDevice,
  },
  'depot abort': {
    ...job,
    summary: 'Report that the device cannot be processed',
    options: ABORT_OPTIONS,
    examples: ['depot abort ABC12 --reason MissingSignature'],
    load: async () => (await import('./depot.ts')).abortDevice,
  },
  'depot return': {
    ...job,
    summary: 'Report that the device is on its way back',
    options: RETURN_OPTIONS,
    examples: ['depot return ABC12 --carrier UPS --tracking 1Z999AA10123456784'],
    load: async () => (await import('./depot.ts')).returnDevice,
  },
} as const satisfies CommandRows

/** For those who look after Waybill. */
export const OPERATE_COMMANDS = {
  smoke: {
    summary: 'Do what callers of a running Waybill do, and report every step',
    asks: 'waybill',
    options: SMOKE_OPTIONS,
    examples: [
      'smoke --key AKIAIOSFODNN7EXAMPLE',
      'smoke --key AKIAI44QH8DHBEXAMPLE --endpoint-url https://waybill.example.com',
    ],
    load: async () => (await import('./smoke.ts')).smoke,
  },
  ...KEY_COMMANDS,
  ...DEPOT_COMMANDS,
} as const satisfies CommandRows
