import { AUDIT_COMMANDS } from './audit/commands.ts'
import { BELONGING_COMMANDS } from './belongings/commands.ts'
import { CHECK_COMMANDS } from './checks/commands.ts'
import type { CommandRows } from './command.ts'
import { completionCommands } from './completion/commands.ts'
import { JOB_COMMANDS } from './jobs/commands.ts'
import { LOGIN_COMMANDS } from './login/commands.ts'
import { MACHINE_COMMANDS } from './machine/commands.ts'
import { MANIFEST_COMMANDS } from './manifest/commands.ts'
import { OPERATE_COMMANDS } from './operate/commands.ts'
import { SUBSCRIPTION_COMMANDS } from './subscriptions/commands.ts'
import { TEAM_COMMANDS } from './teams/commands.ts'
import { TOOL_COMMANDS } from './tool/commands.ts'

/** Every command by the heading that help shows it below. */
export const GROUPS: Readonly<Record<string, CommandRows>> = {
  'Manifests, offline': MANIFEST_COMMANDS,
  Jobs: JOB_COMMANDS,
  'The Web Service Tool': TOOL_COMMANDS,
  'Sign-in': LOGIN_COMMANDS,
  Checks: CHECK_COMMANDS,
  Teams: { ...TEAM_COMMANDS, ...BELONGING_COMMANDS },
  Subscriptions: SUBSCRIPTION_COMMANDS,
  History: AUDIT_COMMANDS,
  'Servers of this machine': MACHINE_COMMANDS,
  Operation: OPERATE_COMMANDS,
  'This command line': completionCommands(() => ({ commands: COMMANDS, families: FAMILIES })),
}

/** Every command, loaded only when it is asked for: help costs nothing of what the commands need. */
export const COMMANDS: CommandRows = Object.assign({}, ...Object.values(GROUPS))

/** What a word means that other commands stand below. */
export const FAMILIES: Readonly<Record<string, string>> = {
  audit: 'Write history as files, and prove that it was not changed',
  checks: 'Show and run scheduled checks',
  disk: 'Prepare disks',
  subscriptions: 'Choose which events of the jobs go where',
  depot: "Report to the depot, as its staff, what happened to a job's device",
  teams: 'Look after teams: who may do what for whom',
  templates: "Look after the team's templates: manifests with placeholders",
  addresses: "Look after the team's address book",
  keys: 'Look after the signing keys, of this machine or of a deployed stage',
}
