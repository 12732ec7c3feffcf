import type { Load } from './command.ts'
import type { MACHINE_COMMANDS } from './machine/commands.ts'
import type { KEY_COMMANDS } from './operate/commands.ts'

/** The commands that need the servers' own code: they are in a checkout, and not in the package. */
export const CHECKOUT_COMMANDS: Readonly<Record<keyof typeof MACHINE_COMMANDS | keyof typeof KEY_COMMANDS, Load>> = {
  start: async () => (await import('./machine/start.ts')).start,
  demo: async () => (await import('./machine/demo.ts')).demo,
  backup: async () => (await import('./machine/backup.ts')).backup,
  restore: async () => (await import('./machine/restore.ts')).restore,
  recover: async () => (await import('./machine/recover.ts')).recover,
  verify: async () => (await import('./machine/verify.ts')).verify,
  'keys put': async () => (await import('./operate/keys.ts')).putKey,
  'keys rotate': async () => (await import('./operate/keys.ts')).rotateKey,
  'keys delete': async () => (await import('./operate/keys.ts')).deleteKey,
  'keys list': async () => (await import('./operate/keys.ts')).listKeys,
}
