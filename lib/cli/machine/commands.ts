import type { CommandRows } from '../command.ts'
import { VERIFY_OPTIONS } from './options.ts'

const dir = { dir: 'The folder of the backup' }

/** The servers of one machine, and their data folder. Their code is in a checkout only. */
export const MACHINE_COMMANDS = {
  start: {
    summary: 'Serve Waybill and the depot on this machine until Ctrl-C',
    examples: ['start'],
    endsItself: true,
  },
  demo: {
    summary: 'Do the main job once: submit two manifests, fetch each SIGNATURE, look the jobs up',
    examples: ['demo'],
  },
  backup: {
    summary: 'Copy the data folder of this machine, while Waybill serves or not',
    arguments: '<dir>',
    about: dir,
    examples: ['backup /mnt/backup/waybill-1'],
  },
  restore: {
    summary: 'Put a backup in the place of the data folder',
    arguments: '<dir>',
    about: dir,
    examples: ['restore /mnt/backup/waybill-1'],
  },
  recover: {
    summary: 'Adopt from the service every job of Waybill that the store does not know',
    examples: ['recover'],
  },
  verify: {
    summary: 'Read everything in the data folder and list what is damaged',
    options: VERIFY_OPTIONS,
    examples: ['verify', 'verify --accept'],
  },
} as const satisfies CommandRows
