import type { Command } from './command.ts'

interface CommandEntry {
  /** What stands after `waybill NAME`. */
  readonly usage: string
  /** One line for `waybill --help`. */
  readonly summary: string
  readonly load: () => Promise<Command>
}

/** Every command, loaded only when it is asked for: help costs nothing of what the commands need. */
export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  start: {
    usage: '',
    summary: 'Serve Waybill and the depot on this machine until Ctrl-C',
    load: async () => (await import('./start.ts')).start,
  },
  demo: {
    usage: '',
    summary: 'Do the main job once: submit two manifests, fetch each SIGNATURE, look the jobs up',
    load: async () => (await import('./demo.ts')).demo,
  },
  backup: {
    usage: 'DIR',
    summary: 'Copy the data folder of this machine, while Waybill serves or not',
    load: async () => (await import('./backup.ts')).backup,
  },
  restore: {
    usage: 'DIR',
    summary: 'Put a backup in the place of the data folder',
    load: async () => (await import('./restore.ts')).restore,
  },
  recover: {
    usage: '',
    summary: 'Adopt from the service every job of Waybill that the store does not know',
    load: async () => (await import('./recover.ts')).recover,
  },
  verify: {
    usage: '[--accept]',
    summary: 'Read everything in the data folder and list what is damaged; --accept takes a folder as it is',
    load: async () => (await import('./verify.ts')).verify,
  },
  CreateJob: {
    usage: 'Import|Export MANIFEST DIR [ValidateOnly]',
    summary: 'Create a job and write its SIGNATURE file to DIR',
    load: async () => (await import('./create-job.ts')).createJob,
  },
  UpdateJob: {
    usage: 'JOBID Import|Export MANIFEST [ValidateOnly]',
    summary: 'Give a job another manifest',
    load: async () => (await import('./update-job.ts')).updateJob,
  },
  CancelJob: {
    usage: 'JOBID',
    summary: 'Cancel a job',
    load: async () => (await import('./cancel-job.ts')).cancelJob,
  },
  GetStatus: {
    usage: 'JOBID',
    summary: 'Where a job and its device are',
    load: async () => (await import('./get-status.ts')).getStatus,
  },
  ListJobs: {
    usage: '',
    summary: "List the key's jobs, newest first",
    load: async () => (await import('./list-jobs.ts')).listJobs,
  },
  GetShippingLabel: {
    usage: '[--job-ids JOBID,... --name NAME ...]',
    summary: 'Make a shipping label; asks for what it needs',
    load: async () => (await import('./get-shipping-label.ts')).getShippingLabel,
  },
  'packing-slip': {
    usage: 'JOBID DIR [--label 4x6|A6]',
    summary: "Print the papers of a job's parcel: a packing slip, and a label",
    load: async () => (await import('./packing-slip.ts')).packingSlipCommand,
  },
  depot: {
    usage: 'show|receive|load|finish|abort|return JOBID [OPTION ...]',
    summary: "Report to the depot, as its staff, what happened to a job's device",
    load: async () => (await import('./depot.ts')).depot,
  },
  keys: {
    usage: 'put|rotate ACCESS_KEY_ID | list [--stage NAME]',
    summary: 'Look after the signing keys, of this machine or of a deployed stage',
    load: async () => (await import('./keys.ts')).keys,
  },
  validate: {
    usage: 'FILE... | - [--fix | --diff]',
    summary: 'Check manifests offline, and mend what has one certain mend',
    load: async () => (await import('./validate.ts')).validate,
  },
  check: {
    usage: 'FILE... [--every 1d]',
    summary: 'Ask a running Waybill whether manifests would pass now, or every so often from now on',
    load: async () => (await import('./check.ts')).check,
  },
  checks: {
    usage: '[runs|run|delete NAME]',
    summary: 'Show scheduled checks and their runs',
    load: async () => (await import('./checks.ts')).checks,
  },
  smoke: {
    usage: '--key ACCESS_KEY_ID [--url URL] [--query-url URL] [--bucket NAME] [--submit]',
    summary: 'Do what callers of a running Waybill do, and report every step',
    load: async () => (await import('./smoke.ts')).smoke,
  },
  new: {
    usage: 's3-import|s3-export|ebs-import|glacier-import',
    summary: 'Print a commented manifest to fill in',
    load: async () => (await import('./new.ts')).newManifest,
  },
  explain: {
    usage: '[CODE]',
    summary: 'Explain a code of waybill validate',
    load: async () => (await import('./explain.ts')).explain,
  },
  schema: {
    usage: '',
    summary: 'Print a JSON Schema of manifests, for editors',
    load: async () => (await import('./schema.ts')).schema,
  },
}
