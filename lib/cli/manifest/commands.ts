import { KINDS } from '../../manifest/manifest.ts'
import type { CommandRows } from '../command.ts'
import { VALIDATE_OPTIONS } from './options.ts'

/** Commands about manifests, which need neither a server nor a network unless they are asked to. */
export const MANIFEST_COMMANDS = {
  validate: {
    summary: 'Check manifests offline, and mend what has one certain mend; with --service ask the service, too',
    arguments: '<file...>',
    about: { file: 'A manifest; - is standard input' },
    asks: 'waybill',
    changesNothing: true,
    options: VALIDATE_OPTIONS,
    examples: [
      'validate disk-1.txt',
      'validate --fix disk-*.txt',
      'validate - < disk-1.txt',
      'validate --service disk-1.txt',
    ],
    load: async () => (await import('./validate.ts')).validate,
  },
  new: {
    summary: 'Print a commented manifest to fill in',
    arguments: '<kind>',
    about: { kind: `One of ${KINDS.join(', ')}` },
    choices: KINDS,
    examples: ['new s3-import > disk-1.txt'],
    load: async () => (await import('./new.ts')).newManifest,
  },
  explain: {
    summary: 'Explain a code of validate; without one, list all codes',
    arguments: '[code]',
    about: { code: 'For example OPTION_TWICE' },
    examples: ['explain OPTION_TWICE', 'explain'],
    load: async () => (await import('./explain.ts')).explain,
  },
  schema: {
    summary: 'Print a JSON Schema of manifests, for editors',
    examples: ['schema > manifest.schema.json'],
    load: async () => (await import('./schema.ts')).schema,
  },
  lsp: {
    summary: 'Serve an editor with diagnostics, completion and fixes (docs/editors.md)',
    examples: ['lsp'],
    endsItself: true,
    load: async () => (await import('../language-server/lsp.ts')).languageServer,
  },
} as const satisfies CommandRows
