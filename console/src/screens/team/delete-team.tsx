import Checkbox from '@cloudscape-design/components/checkbox'
import { useState } from 'react'
import { ApiProblem } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { AskFirst } from '../../parts/ask-first.tsx'
import type { SeenTeam } from './read-team.ts'

interface Props {
  readonly seen: SeenTeam
  readonly part: { readonly current: Element | null }
  readonly onClose: () => void
}

const hasJobs = (error: unknown): boolean => error instanceof ApiProblem && error.problem.code === 'TEAM_HAS_JOBS'

/** Asks before a team is deleted, and once more where devices of it may be on their way. */
export const DeleteTeam = ({ seen: { team, etag }, part, onClose }: Props) => {
  const { t } = useI18n()
  const [isForced, setForced] = useState(false)
  return (
    <AskFirst
      route="DELETE /v1/teams/{team}"
      thing={{ name: team.name, etag, isForced }}
      part={part}
      onClose={onClose}
      more={error =>
        (isForced || hasJobs(error)) && (
          <Checkbox checked={isForced} onChange={({ detail }) => setForced(detail.checked)}>
            {t('team.deleteForced')}
          </Checkbox>
        )
      }
    />
  )
}
