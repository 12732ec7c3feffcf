import type { CommandRows } from '../command.ts'
import { CREATE_JOB_OPTIONS, LABEL_OPTIONS, PACKING_SLIP_OPTIONS, TOOL_OPTIONS } from './options.ts'

const about = {
  type: 'Import or Export',
  manifest: 'The file of the manifest; - is standard input',
  dir: 'Where files are written to',
  jobid: 'The job',
  ValidateOnly: 'The word ValidateOnly: check, and change nothing',
}
const common = { asks: 'service', options: TOOL_OPTIONS } as const

/** The commands of Amazon's Web Service Tool, with its arguments and its printed forms, and the papers of a parcel. */
export const TOOL_COMMANDS = {
  CreateJob: {
    ...common,
    summary: 'Create a job and write its SIGNATURE file to DIR',
    arguments: '<type> <manifest> <dir> [ValidateOnly]',
    about,
    options: CREATE_JOB_OPTIONS,
    examples: ['CreateJob Import disk-1.txt .', 'CreateJob Export disk-1.txt . ValidateOnly'],
    load: async () => (await import('./create-job.ts')).createJob,
  },
  UpdateJob: {
    ...common,
    summary: 'Give a job another manifest',
    arguments: '<jobid> <type> <manifest> [ValidateOnly]',
    about,
    examples: ['UpdateJob ABC12 Import disk-1.txt'],
    load: async () => (await import('./update-job.ts')).updateJob,
  },
  CancelJob: {
    ...common,
    summary: 'Cancel a job',
    arguments: '<jobid>',
    about,
    examples: ['CancelJob ABC12'],
    load: async () => (await import('./cancel-job.ts')).cancelJob,
  },
  GetStatus: {
    ...common,
    summary: 'Show where a job and its device are',
    arguments: '<jobid>',
    about,
    examples: ['GetStatus ABC12', 'GetStatus ABC12 --format json'],
    load: async () => (await import('./get-status.ts')).getStatus,
  },
  ListJobs: {
    ...common,
    summary: "List the key's jobs, newest first",
    examples: ['ListJobs'],
    load: async () => (await import('./list-jobs.ts')).listJobs,
  },
  GetShippingLabel: {
    ...common,
    summary: 'Make a shipping label; without options it asks for what it needs',
    options: LABEL_OPTIONS,
    examples: ['GetShippingLabel'],
    load: async () => (await import('./get-shipping-label.ts')).getShippingLabel,
  },
  'packing-slip': {
    ...common,
    summary: "Print the papers of a job's parcel: a packing slip, and a label",
    arguments: '<jobid> <dir>',
    about,
    options: PACKING_SLIP_OPTIONS,
    examples: ['packing-slip ABC12 . --label A6', 'packing-slip ABC12 . --parcel 1/2 --carrier UPS'],
    load: async () => (await import('./packing-slip.ts')).packingSlipCommand,
  },
} as const satisfies CommandRows
