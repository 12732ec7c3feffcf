import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/me.ts'
import { answered } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { BlobPreview } from '../../parts/blob-preview.tsx'
import type { Job } from '../../parts/job-words.tsx'
import { ShowSlip } from '../../parts/packing-slip.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'

type Paper = Job['artifacts'][number]

/** Makes the shipping label at the service, and shows it with the job's other PDFs. */
export const MakeLabel = ({ job }: { readonly job: Job }) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const [shown, setShown] = useState<Paper>()
  const mayMake = useMay('POST /v1/shipping-labels')
  const make = useMutation({
    mutationFn: () => answered(api.POST('/v1/shipping-labels', { body: { jobIds: [job.jobId] } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['job', job.jobId] }),
  })
  return (
    <SpaceBetween size="s">
      {make.error && <ProblemAlert error={make.error} onRetry={() => make.mutate()} />}
      <SpaceBetween direction="horizontal" size="xs">
        {mayMake && (
          <Button
            disabled={!job.allowedActions.includes('label')}
            loading={make.isPending}
            onClick={() => make.mutate()}
          >
            {t('created.makeLabel')}
          </Button>
        )}
        {job.links.packingSlip !== undefined && <ShowSlip jobId={job.jobId} path={job.links.packingSlip} />}
        {job.artifacts.map(paper => (
          <Button key={paper.name} iconName="file" onClick={() => setShown(paper)}>
            {t('paper.show', { name: paper.name })}
          </Button>
        ))}
      </SpaceBetween>
      {shown && (
        <BlobPreview
          title={shown.description}
          path={shown.link}
          fileName={shown.name}
          onClose={() => setShown(undefined)}
        />
      )}
    </SpaceBetween>
  )
}
