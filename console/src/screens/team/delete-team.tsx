import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { ApiProblem, answered } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { flash } from '../../parts/flashes.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import type { SeenTeam } from './read-team.ts'

/** Asks before a team is deleted, and once more where devices of it may be on their way. */
export const DeleteTeam = ({ seen, onClose }: { readonly seen: SeenTeam; readonly onClose: () => void }) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const [isForced, setForced] = useState(false)
  const { name } = seen.team
  const remove = useMutation({
    mutationFn: () =>
      answered(
        api.DELETE('/v1/teams/{team}', {
          params: { path: { team: name }, header: { 'If-Match': seen.etag }, query: isForced ? { force: true } : {} },
        }),
      ),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['teams'] })
      flash({ type: 'success', content: t('team.deleted', { name }) })
      onClose()
    },
  })
  const hasJobs = remove.error instanceof ApiProblem && remove.error.problem.code === 'TEAM_HAS_JOBS'
  return (
    <Modal
      visible
      header={t('team.deleteTitle', { name })}
      closeAriaLabel={t('state.close')}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {t('state.leave')}
            </Button>
            <Button variant="primary" loading={remove.isPending} onClick={() => remove.mutate()}>
              {t('checks.delete')}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {remove.error && <ProblemAlert error={remove.error} />}
        <span>{t('team.deleteAbout')}</span>
        {(hasJobs || isForced) && (
          <Checkbox checked={isForced} onChange={({ detail }) => setForced(detail.checked)}>
            {t('team.deleteForced')}
          </Checkbox>
        )}
      </SpaceBetween>
    </Modal>
  )
}
