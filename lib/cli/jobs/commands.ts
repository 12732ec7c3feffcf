import type { CommandRows } from '../command.ts'
import { PREPARE_OPTIONS } from '../disk/options.ts'
import { PACKING_SLIP_OPTIONS } from '../tool/options.ts'
import {
  EXPORT_OPTIONS,
  HISTORY_OPTIONS,
  LIST_OPTIONS,
  ONE_OPTIONS,
  SIGNATURE_OPTIONS,
  SUBMIT_OPTIONS,
  UPDATE_OPTIONS,
  WAIT_OPTIONS,
  WATCH_OPTIONS,
} from './options.ts'

const about = {
  jobid: 'The job',
  manifest: 'The file of the manifest; - is standard input',
  dir: 'Where files are written to',
}
const ofJob = { arguments: '<jobid>', about, asks: 'waybill', options: ONE_OPTIONS } as const

/** Jobs, with a Waybill that runs somewhere. */
export const JOB_COMMANDS = {
  submit: {
    summary: 'Turn manifests into jobs; all are checked before any is sent',
    arguments: '[manifest...]',
    about: { manifest: 'Files, or folders of them; - is standard input' },
    asks: 'waybill',
    options: SUBMIT_OPTIONS,
    examples: [
      'submit disk-1.txt',
      'submit manifests/ --out signatures',
      'submit disk-1.txt --validate-only',
      'submit --template monthly --devices devices.csv',
    ],
    load: async () => (await import('./submit.ts')).submit,
  },
  list: {
    summary: 'List jobs, newest first',
    asks: 'waybill',
    options: LIST_OPTIONS,
    examples: ['list', 'list --state created --format csv --all', 'list --device 3B9X81-2'],
    load: async () => (await import('./list.ts')).list,
  },
  show: {
    ...ofJob,
    summary: 'Show a job',
    examples: ['show ABC12', 'show ABC12 --format json'],
    load: async () => (await import('./look-up.ts')).show,
  },
  status: {
    ...ofJob,
    summary: 'Ask the service now where device and data are',
    examples: ['status ABC12'],
    load: async () => (await import('./look-up.ts')).status,
  },
  history: {
    ...ofJob,
    summary: 'Show who did what to a job, and when',
    options: HISTORY_OPTIONS,
    examples: ['history ABC12', 'history ABC12 --format csv'],
    load: async () => (await import('./look-up.ts')).history,
  },
  wait: {
    ...ofJob,
    summary: "Wait until a job's device has come so far",
    options: WAIT_OPTIONS,
    examples: ['wait ABC12 --for received', 'wait ABC12 --timeout 86400'],
    load: async () => (await import('./wait.ts')).wait,
  },
  watch: {
    summary: 'Show the newest jobs until Ctrl-C, and what changes',
    asks: 'waybill',
    options: WATCH_OPTIONS,
    examples: ['watch', 'watch --state created --every 60'],
    endsItself: true,
    load: async () => (await import('./watch.ts')).watch,
  },
  signature: {
    summary: "Write a job's SIGNATURE byte for byte, or check that of a disk",
    arguments: '[jobid]',
    about: { jobid: 'The job; with --check the one that the disk is for' },
    asks: 'waybill',
    options: SIGNATURE_OPTIONS,
    examples: ['signature ABC12 --out /mnt/disk', 'signature ABC12 --check /mnt/disk'],
    load: async () => (await import('./signature.ts')).signature,
  },
  'disk prepare': {
    summary: "Put a job's SIGNATURE onto a mounted disk, check it there, and print what is left to do",
    arguments: '<path> <jobid>',
    about: { path: 'Where the disk is mounted', jobid: 'The job that the disk is for' },
    asks: 'waybill',
    options: PREPARE_OPTIONS,
    examples: ['disk prepare /mnt/disk ABC12'],
    load: async () => (await import('../disk/prepare.ts')).prepare,
  },
  label: {
    summary: 'Make a shipping label for the parcel of one job or more',
    arguments: '<jobid...>',
    about: { jobid: 'The jobs whose devices are in the parcel' },
    asks: 'waybill',
    options: ONE_OPTIONS,
    examples: ['label ABC12', 'label ABC12 DEF34'],
    load: async () => (await import('./change.ts')).label,
  },
  slip: {
    ...ofJob,
    summary: "Print the papers of a job's parcel: a packing slip, and a label",
    arguments: '<jobid> <dir>',
    options: PACKING_SLIP_OPTIONS,
    examples: ['slip ABC12 .', 'slip ABC12 . --label A6 --parcel 1/2'],
    load: async () => (await import('./slip.ts')).slip,
  },
  update: {
    ...ofJob,
    summary: 'Give a job another manifest',
    arguments: '<jobid> <manifest>',
    options: UPDATE_OPTIONS,
    examples: ['update ABC12 disk-1.txt', 'update ABC12 disk-1.txt --validate-only'],
    load: async () => (await import('./change.ts')).update,
  },
  cancel: {
    ...ofJob,
    summary: 'Cancel jobs',
    arguments: '<jobid...>',
    examples: ['cancel ABC12'],
    load: async () => (await import('./change.ts')).cancel,
  },
  export: {
    summary: 'Write all jobs as CSV or NDJSON',
    asks: 'waybill',
    options: EXPORT_OPTIONS,
    examples: ['export --out jobs.csv', 'export --from 2026-11-01 --format ndjson'],
    load: async () => (await import('./export.ts')).exportJobs,
  },
} as const satisfies CommandRows
