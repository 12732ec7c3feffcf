import type { History } from '../../audit/ports.ts'
import type { Clock, Log, NewId } from '../../system.ts'
import type { BelongingStore } from '../belongings.ts'
import type { KeyFacts } from '../keys.ts'
import type { TeamJobs, TeamStore } from '../ports.ts'
import type { TeamRules } from './check-team.ts'

/** The ports for managing teams. */
export interface TeamDeps {
  readonly teamStore: TeamStore
  readonly belongings: BelongingStore
  readonly history: Pick<History, 'append'>
  readonly teamJobs: TeamJobs
  readonly keyFacts: KeyFacts
  readonly rules: TeamRules
  readonly clock: Clock
  readonly newId: NewId
  readonly log: Log
}
