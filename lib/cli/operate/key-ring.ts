import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { createEventSpool } from '../../adapters/folder/event-spool.ts'
import { createFileKeyRing } from '../../adapters/secrets/file-key-ring.ts'
import { FolderInUse, lock } from '../../adapters/sqlite/lock.ts'
import { clock, newId } from '../../adapters/system/system.ts'
import type { EventSink } from '../../audit/ports.ts'
import type { EventDeps } from '../../audit/record-event.ts'
import { eventSpoolIn, keysFileIn, LOCAL_TEAM, OUT_OF_THE_BOX } from '../../local/data-dir.ts'
import { localConfig } from '../../settings/config.ts'
import type { KeyRing } from '../../teams/keys.ts'
import { recordedKeys } from '../../teams/manage/record-key-changes.ts'
import type { Io } from '../command.ts'
import { CommandError, messageOf } from '../command-error.ts'

/** Whose keys are changed, by which command. */
export interface RingPlace {
  /** `undefined`: those of this machine. */
  readonly stage: string | undefined
  /** Whose key `put` adds. Default: on this machine team `local`'s; on a stage the team's that lists it, if there is one yet */
  readonly team?: string | undefined
  /** As history names it, for example `keys put`. */
  readonly command: string
}

/** The keys of this machine or of a stage. Each change of them is in the history. */
export const openKeyRing = async (place: RingPlace, io: Io): Promise<KeyRing> =>
  place.stage === undefined ? ringOfMachine(place, io) : ringOfStage(place.stage, place, io)

const ringOfMachine = ({ team = LOCAL_TEAM, command }: RingPlace, io: Io): KeyRing => {
  const { dataDir, jwt } = localConfig(io.env)
  const folder = resolve(io.cwd, dataDir)
  const file = keysFileIn(folder)
  const ring = createFileKeyRing(file, {
    team,
    newId,
    clock,
    otherwise: jwt ? { teams: {} } : OUT_OF_THE_BOX,
    exclusively: run => whileLocked(`${file}.lock`, run),
  })
  const spool = eventSpoolIn(folder)
  const sink = createEventSpool(spool, run => whileLocked(`${spool}.lock`, run))
  return recordedKeys(ring, eventDeps(sink, 'this machine', io), {
    actor: async () => ({ principal: `this machine: ${userOfMachine()}`, userAgent: `waybill ${command}` }),
    teamOf: async accessKeyId => (await ring.list()).find(key => key.accessKeyId === accessKeyId)?.team ?? team,
  })
}

const ringOfStage = async (stage: string, { team, command }: RingPlace, io: Io): Promise<KeyRing> => {
  // The AWS SDK is large, and keys of this machine do not need it.
  const { createSecretKeyRing } = await import('../../adapters/secrets/secret-key-ring.ts')
  const { createSecretsClient } = await import('../../adapters/secrets/client.ts')
  const { COMMAND_AWS_LIMITS } = await import('../../adapters/system/distant-aws-limits.ts')
  const { openStageHistory } = await import('./stage-history.ts')
  const { sink, teamOf: listing, caller } = openStageHistory(stage)
  // A table that cannot be read is reported where the event is to be stored.
  const teamOf = async (accessKeyId: string) => team ?? listing(accessKeyId).catch(() => undefined)
  const ring = createSecretKeyRing(createSecretsClient(COMMAND_AWS_LIMITS), {
    prefix: `waybill/${stage}/keys/`,
    teamOf,
  })
  return recordedKeys(ring, eventDeps(sink, `stage ${stage}`, io), {
    actor: async () => ({ ...(await caller()), userAgent: `waybill ${command}` }),
    teamOf,
  })
}

const userOfMachine = (): string => {
  try {
    return userInfo().username
  } catch {
    // A container's user may have a number and no name.
    return 'a user without a name'
  }
}

/** What cannot be recorded is not done; that the end of something is missing is reported. */
const eventDeps = (sink: EventSink, where: string, { stderr }: Io): EventDeps => {
  let isBegun = false
  return {
    clock,
    newId,
    history: {
      append: async (...event) => {
        try {
          await sink.append(...event)
          isBegun = true
        } catch (error) {
          throw new CommandError(
            `the history of ${where} cannot take this change, so nothing was changed: ${messageOf(error)}`,
          )
        }
      },
    },
    log: {
      info: () => undefined,
      error: () => {
        if (isBegun) stderr.write(`The history of ${where} has that this began, and not how it ended.\n`)
      },
    },
  }
}

/** Others change a file within milliseconds, unless one of them is stopped in the middle. */
const LOCK_WAIT_MS = 60_000

const lockOf = (path: string) => {
  try {
    return lock(path, { waitMs: LOCK_WAIT_MS })
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error
    throw new CommandError(`Another process has held ${path} for a minute; end it, or try again later.`)
  }
}

const whileLocked = <T>(path: string, run: () => T): T => {
  const held = lockOf(path)
  try {
    return run()
  } finally {
    held.release()
  }
}
