import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { fileBytes, saveAs } from './download.ts'
import { Loading } from './loading.tsx'
import { ProblemAlert } from './problem-alert.tsx'

interface Props {
  readonly title: string
  /** Of the API. */
  readonly path: string
  readonly fileName: string
  readonly onClose: () => void
}

/** A PDF of the API in a window of the page, to look at, save and print. */
export const BlobPreview = ({ title, path, fileName, onClose }: Props) => {
  const { t } = useI18n()
  const { data, error, refetch } = useQuery({
    queryKey: ['file', path],
    queryFn: () => fileBytes(path, 'application/pdf'),
    gcTime: 0,
  })
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    if (!data) return
    const made = URL.createObjectURL(data)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [data])
  return (
    <Modal
      visible
      size="large"
      header={title}
      onDismiss={onClose}
      closeAriaLabel={t('state.close')}
      footer={
        <SpaceBetween direction="horizontal" size="xs">
          <Button disabled={!url} iconName="external" target="_blank" {...(url && { href: url })}>
            {t('paper.open')}
          </Button>
          <Button disabled={!data} iconName="download" variant="primary" onClick={() => data && saveAs(data, fileName)}>
            {t('paper.download')}
          </Button>
        </SpaceBetween>
      }
    >
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!error && !url && <Loading />}
      {url && <iframe className="preview" title={title} src={url} />}
    </Modal>
  )
}
