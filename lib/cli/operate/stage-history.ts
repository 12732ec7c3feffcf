import { tableOfStage } from '../../adapters/api/stage-table.ts'
import { createDynamoHistory } from '../../adapters/dynamo/audit-history.ts'
import { createDocumentClient, createDynamoClient } from '../../adapters/dynamo/client.ts'
import { createDynamoTeamReader } from '../../adapters/dynamo/team-reader.ts'
import { awsCredentials } from '../../adapters/secrets/aws-credentials.ts'
import { callerArn } from '../../adapters/secrets/caller-identity.ts'
import { COMMAND_AWS_LIMITS } from '../../adapters/system/distant-aws-limits.ts'
import { clock } from '../../adapters/system/system.ts'
import type { Actor } from '../../audit/event.ts'
import type { EventSink } from '../../audit/ports.ts'
import { createTeamDirectory } from '../../teams/directory.ts'
import { teamOfKey } from '../../teams/who-asks.ts'

/** The history of a deployed stage, written with the operator's own AWS credentials. */
export interface StageHistory {
  readonly sink: EventSink
  /** The team that lists a key. */
  readonly teamOf: (accessKeyId: string) => Promise<string | undefined>
  /** Who the operator is. */
  readonly caller: () => Promise<Actor>
}

export const openStageHistory = (stage: string): StageHistory => {
  const documents = createDocumentClient(createDynamoClient(undefined, COMMAND_AWS_LIMITS))
  let found: Promise<string> | undefined
  const table = () => {
    found ??= tableOfStage(stage)
    return found
  }
  return {
    sink: {
      append: async (...event) => createDynamoHistory(documents, await table(), clock).append(...event),
    },
    teamOf: async accessKeyId =>
      teamOfKey(createTeamDirectory(createDynamoTeamReader(documents, await table()), { clock }), accessKeyId),
    caller: async () => {
      const { accessKeyId } = await awsCredentials()
      // Where the network leads to no STS, the key still names the caller.
      const principal = await callerArn().catch(() => accessKeyId)
      return { principal, accessKeyId }
    },
  }
}
