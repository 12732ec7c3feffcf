import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import { BlobPreview } from '../../parts/blob-preview.tsx'
import type { Job } from '../../parts/job-words.tsx'
import { PackingSlip } from '../../parts/packing-slip.tsx'
import { SaveSignature } from '../../parts/save-signature.tsx'

type Artifact = Job['artifacts'][number]

/** The SIGNATURE file and the PDFs. */
export const Papers = ({ job }: { readonly job: Job }) => {
  const { t } = useI18n()
  const [shown, setShown] = useState<Artifact>()
  return (
    <SpaceBetween size="l">
      {job.links.signature !== undefined && (
        <Container
          header={
            <Header
              variant="h2"
              description={t('paper.signatureAbout')}
              actions={<SaveSignature path={job.links.signature} />}
            >
              SIGNATURE
            </Header>
          }
        >
          {t('paper.signatureEvent')}
        </Container>
      )}
      {job.links.packingSlip !== undefined && <PackingSlip job={job} path={job.links.packingSlip} />}
      <Table<Artifact>
        variant="container"
        header={<Header variant="h2">{t('paper.pdfs')}</Header>}
        items={[...job.artifacts]}
        trackBy="name"
        empty={<Box textAlign="center">{t('paper.none')}</Box>}
        columnDefinitions={[
          { id: 'name', header: t('paper.name'), isRowHeader: true, cell: ({ name }) => name },
          { id: 'description', header: t('paper.description'), cell: ({ description }) => description },
          {
            id: 'show',
            header: t('paper.actions'),
            cell: artifact => (
              <Button ariaLabel={t('paper.show', { name: artifact.name })} onClick={() => setShown(artifact)}>
                {t('paper.preview')}
              </Button>
            ),
          },
        ]}
      />
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
