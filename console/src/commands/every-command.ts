import type { Command } from './command.ts'
import {
  commandsOfAudit,
  commandsOfBatch,
  commandsOfChange,
  commandsOfCheck,
  commandsOfChecks,
  commandsOfCreated,
  commandsOfJob,
  commandsOfLabel,
  commandsOfNewJob,
  commandsOfParcel,
  commandsOfProof,
  commandsOfTemplate,
  commandsOfVerify,
} from './commands.ts'
import { commandsOfDepot } from './depot-commands.ts'
import { commandsOfJobs } from './jobs-commands.ts'
import {
  commandsOfAddresses,
  commandsOfKeys,
  commandsOfSubscriptions,
  commandsOfTeam,
  commandsOfTeams,
  commandsOfTemplates,
} from './team-commands.ts'

const JOB = 'JOBID'

/** What all screens do, with words in the place of what only the reader knows. */
export const EVERY_COMMAND: readonly Command[] = [
  ...commandsOfJobs([]),
  ...commandsOfNewJob({}),
  ...commandsOfBatch(['one.txt', 'two.txt'], {}),
  ...commandsOfTemplate('NAME', {}),
  ...commandsOfJob(JOB),
  ...commandsOfChange(JOB),
  ...commandsOfCreated(JOB),
  ...commandsOfLabel([JOB], ''),
  ...commandsOfParcel({ jobIds: [JOB], carrier: '', shippedOn: 'YYYY-MM-DD' }),
  ...commandsOfVerify,
  ...commandsOfChecks,
  ...commandsOfCheck('NAME'),
  ...commandsOfAudit([
    ['jobId', JOB],
    ['outcome', 'done'],
  ]),
  ...commandsOfProof('2026-11-26'),
  ...commandsOfTeam,
  ...commandsOfTemplates,
  ...commandsOfAddresses,
  ...commandsOfSubscriptions,
  ...commandsOfTeams,
  ...commandsOfKeys,
  ...commandsOfDepot(undefined),
  ...commandsOfDepot(JOB),
]
