import type { CommandRows } from '../command.ts'
import { WHOAMI_OPTIONS } from './options.ts'

/** Who one is for a Waybill. */
export const LOGIN_COMMANDS = {
  login: {
    summary: 'Sign in at the identity provider of a profile, in a browser on any device',
    asks: 'waybill',
    changesNothing: true,
    examples: ['login --profile prod', 'login'],
    load: async () => (await import('./login.ts')).login,
  },
  logout: {
    summary: 'Forget the sign-in of a profile, and revoke it where the provider takes that',
    asks: 'waybill',
    changesNothing: true,
    examples: ['logout --profile prod'],
    load: async () => (await import('./login.ts')).logout,
  },
  whoami: {
    summary: 'Show who you are for Waybill, your team, and what you may do',
    asks: 'waybill',
    changesNothing: true,
    options: WHOAMI_OPTIONS,
    examples: ['whoami', 'whoami --profile prod --format json'],
    load: async () => (await import('./whoami.ts')).whoami,
  },
} as const satisfies CommandRows
