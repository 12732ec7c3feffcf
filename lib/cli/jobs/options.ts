import { DEVICE_STAGES } from '../../jobs/device-stage.ts'
import type { State } from '../../jobs/transitions.ts'
import { JOB_TYPES, KINDS } from '../../manifest/manifest.ts'
import { FORMAT_OF_LIST, FORMAT_OF_ONE, type OptionRow, type OptionRows, type OptionsOf } from '../option.ts'

const text = (value: string, about: string) => ({ is: 'text', value, about }) as const satisfies OptionRow
const jobType = { is: 'choice', of: JOB_TYPES, about: 'What the manifest is sent for; must agree with it' } as const
const validateOnly = { is: 'flag', about: 'Check only, the service included, and change nothing' } as const
const force = { is: 'flag', about: 'Replace a file of the same name, also one of another job' } as const

export const ONE_OPTIONS = { format: FORMAT_OF_ONE } as const satisfies OptionRows
export type OneOptions = OptionsOf<typeof ONE_OPTIONS>

export const PARCEL_LABEL_OPTIONS = {
  sender: text('name', "Who sends the parcel: an address of the team's address book"),
  format: FORMAT_OF_ONE,
} as const satisfies OptionRows
export type ParcelLabelOptions = OptionsOf<typeof PARCEL_LABEL_OPTIONS>

export const SUBMIT_OPTIONS = {
  'job-type': jobType,
  'validate-only': validateOnly,
  'idempotency-key': text('key', 'Names the submission; for one manifest'),
  tag: { is: 'list', value: 'name=value', about: 'A tag of the jobs; may be repeated' },
  description: text('text', 'What the jobs are for'),
  'return-address': text('name', "An address of the team's address book, for manifests without one"),
  template: text('name', "A template of the team's, in place of manifests"),
  devices: text('csv', 'A table of devices for the template; the first line names its placeholders'),
  value: { is: 'list', value: 'name=value', about: 'A value of the template; may be repeated' },
  out: text('dir', 'Write each SIGNATURE to DIR/JOBID/SIGNATURE'),
  force,
  format: FORMAT_OF_LIST,
} as const satisfies OptionRows
export type SubmitOptions = OptionsOf<typeof SUBMIT_OPTIONS>

const STATES = ['submitting', 'created', 'cancelled', 'expired', 'refused'] as const satisfies readonly State[]

const FILTERS = {
  team: text('name', "A team's jobs; members see their own only"),
  device: text('id', 'Of this device'),
  bucket: text('name', 'That name this bucket'),
  kind: { is: 'choice', of: KINDS, about: 'Of this kind' },
  'job-type': { is: 'choice', of: JOB_TYPES, about: 'Of this type' },
  state: { is: 'choice', of: STATES, about: 'In this state' },
  stage: { is: 'choice', of: DEVICE_STAGES, about: 'Whose device is in this stage' },
  tag: { is: 'list', value: 'name=value', about: 'With this tag; may be repeated' },
  archived: { is: 'choice', of: ['false'], about: 'Whose SIGNATURE is not archived yet, the oldest first' },
  'expires-before': text('time', 'That expire before this day or moment, unless their device arrives'),
  from: text('time', 'Made at or after this day or moment (UTC), for example 2026-11-01'),
  to: text('time', 'Made before'),
} as const satisfies OptionRows
export type FilterOptions = OptionsOf<typeof FILTERS>

export const LIST_OPTIONS = {
  ...FILTERS,
  limit: { is: 'number', value: 'n', about: 'At most so many; by default 50', least: 1, most: 1_000_000 },
  all: { is: 'flag', about: 'All of them', excludes: 'limit' },
  format: FORMAT_OF_LIST,
} as const satisfies OptionRows
export type ListOptions = OptionsOf<typeof LIST_OPTIONS>

export const EXPORT_OPTIONS = {
  ...FILTERS,
  out: text('file', 'Write to this file; without it to standard output'),
  format: { is: 'choice', of: ['csv', 'ndjson'], about: 'The form of the export', byDefault: 'csv' },
} as const satisfies OptionRows
export type ExportOptions = OptionsOf<typeof EXPORT_OPTIONS>

export const HISTORY_OPTIONS = { format: FORMAT_OF_LIST } as const satisfies OptionRows
export type HistoryOptions = OptionsOf<typeof HISTORY_OPTIONS>

export const SIGNATURE_OPTIONS = {
  out: { ...text('path', 'Write to this file, or as SIGNATURE into this folder'), excludes: 'check' },
  check: text('path', 'Check the SIGNATURE of the disk at this path: whose it is, and whether it is exact'),
  force,
  format: FORMAT_OF_ONE,
} as const satisfies OptionRows
export type SignatureOptions = OptionsOf<typeof SIGNATURE_OPTIONS>

export const UPDATE_OPTIONS = {
  'job-type': jobType,
  'validate-only': validateOnly,
  'allow-kind-change': { is: 'flag', about: 'Allow a manifest of another kind than the job' },
  format: FORMAT_OF_ONE,
} as const satisfies OptionRows
export type UpdateOptions = OptionsOf<typeof UPDATE_OPTIONS>

export const SHIP_OPTIONS = {
  carrier: { ...text('name', 'Who carries the parcel, for example UPS'), required: true },
  tracking: text('number', "The carrier's number"),
  on: text('day', 'The day it was handed over, for example 2026-11-21; by default today'),
  seal: text('number', 'The number of the seal'),
  format: FORMAT_OF_ONE,
} as const satisfies OptionRows
export type ShipOptions = OptionsOf<typeof SHIP_OPTIONS>

const STEPS = ['packed', 'sealed', 'handed-over', 'received-back'] as const

export const CUSTODY_OPTIONS = {
  step: { is: 'choice', of: STEPS, about: 'What was done with the device', required: true },
  by: { ...text('name', 'Who did it'), required: true },
  at: text('time', 'When; by default now'),
  seal: text('number', 'The number of the seal'),
  note: text('text', 'What else there is to know'),
  format: FORMAT_OF_ONE,
} as const satisfies OptionRows
export type CustodyOptions = OptionsOf<typeof CUSTODY_OPTIONS>

export const CLONE_OPTIONS = {
  set: {
    is: 'list',
    value: 'option=value',
    about: 'Another value of the manifest, for example deviceId=DISK-2; may be repeated',
  },
  unset: { is: 'list', value: 'option', about: 'An option to leave out; may be repeated' },
  submit: { is: 'flag', about: 'Make the job; without it the new manifest is only printed' },
  'validate-only': { ...validateOnly, excludes: 'submit' },
  tag: { is: 'list', value: 'name=value', about: 'A tag of the job; may be repeated' },
  description: text('text', 'What the job is for'),
  out: text('dir', 'With --submit: write the SIGNATURE to DIR/JOBID/SIGNATURE'),
  force,
  format: FORMAT_OF_ONE,
} as const satisfies OptionRows
export type CloneOptions = OptionsOf<typeof CLONE_OPTIONS>

export const WATCH_OPTIONS = {
  ...FILTERS,
  every: { is: 'number', value: 'seconds', about: 'How often to ask; by default 10', least: 1, most: 3600 },
} as const satisfies OptionRows
export type WatchOptions = OptionsOf<typeof WATCH_OPTIONS>

export const WAIT_OPTIONS = {
  for: {
    is: 'choice',
    of: ['shipped', 'received', 'in-progress', 'done', 'returned'],
    about: 'The stage of the device to wait for, or any later one',
    byDefault: 'done',
  },
  timeout: {
    is: 'number',
    value: 'seconds',
    about: 'Give up after so long; by default never',
    least: 1,
    most: 999_999_999,
  },
  every: {
    is: 'number',
    value: 'seconds',
    about: 'How often to ask the service besides; by default 60',
    least: 1,
    most: 86_400,
  },
  format: FORMAT_OF_ONE,
} as const satisfies OptionRows
export type WaitOptions = OptionsOf<typeof WAIT_OPTIONS>
