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
  validate: {
    usage: 'FILE... | -',
    summary: 'Check manifests offline',
    load: async () => (await import('./validate.ts')).validate,
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
