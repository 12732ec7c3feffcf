import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { flash } from '../../parts/flashes.ts'
import type { Job } from '../../parts/job-words.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'

/** Asks before a job is cancelled: that cannot be taken back. */
export const CancelJob = ({ job, onClose }: { readonly job: Job; readonly onClose: () => void }) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const cancel = useMutation({
    mutationFn: () => answered(api.POST('/v1/jobs/{jobId}/cancel', { params: { path: { jobId: job.jobId } } })),
    onSuccess: async cancelled => {
      queryClient.setQueryData(['job', job.jobId], cancelled)
      await queryClient.invalidateQueries({ queryKey: ['jobs'] })
      await queryClient.invalidateQueries({ queryKey: ['events', job.jobId] })
      flash({ type: 'success', content: t('job.cancelled', { jobId: job.jobId }) })
      onClose()
    },
  })
  return (
    <Modal
      visible
      header={t('job.cancelTitle', { jobId: job.jobId })}
      closeAriaLabel={t('state.close')}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {t('job.keep')}
            </Button>
            <Button variant="primary" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              {t('job.cancel')}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {cancel.error && <ProblemAlert error={cancel.error} />}
        <span>{t('job.cancelAbout')}</span>
      </SpaceBetween>
    </Modal>
  )
}
