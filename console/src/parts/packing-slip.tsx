import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import { useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { BlobPreview } from './blob-preview.tsx'
import type { Job } from './job-words.tsx'

/** Shows the packing slip of a job, to look at, save and print. It is made anew each time. */
export const ShowSlip = ({ jobId, path }: { readonly jobId: string; readonly path: string }) => {
  const { t } = useI18n()
  const [isShown, setShown] = useState(false)
  return (
    <>
      <Button iconName="file" onClick={() => setShown(true)}>
        {t('paper.show', { name: t('paper.slip') })}
      </Button>
      {isShown && (
        <BlobPreview
          title={`${t('paper.slip')} ${jobId}`}
          path={path}
          fileName={`packing-slip-${jobId}.pdf`}
          onClose={() => setShown(false)}
        />
      )}
    </>
  )
}

/** The same as a part of the job's page. */
export const PackingSlip = ({ job, path }: { readonly job: Job; readonly path: string }) => {
  const { t } = useI18n()
  return (
    <Container
      header={
        <Header variant="h2" actions={<ShowSlip jobId={job.jobId} path={path} />}>
          {t('paper.slip')}
        </Header>
      }
    >
      {t('paper.slipAbout')}
    </Container>
  )
}
