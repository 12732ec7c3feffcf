import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { CopyAs } from '../../commands/copy-as.tsx'
import { commandsOfDepot } from '../../commands/depot-commands.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { canScan } from '../../parts/code-reader.ts'
import { Loading } from '../../parts/loading.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { ScanCode } from '../../parts/scan-code.tsx'
import { readSlipCode } from '../../parts/slip-code.ts'
import { goTo, linkTo } from '../../route.ts'
import type { ScreenProps } from '../screens.ts'
import { DeviceView } from './device-view.tsx'
import { Queue } from './queue.tsx'
import { useDevice } from './use-device.ts'

const show = (jobId: string): void => goTo(linkTo(['depot', jobId]))

/** The desk of those who open the parcels: find a job, and report what was done with its device. */
export const DepotScreen = ({ place }: ScreenProps) => {
  const { t } = useI18n()
  const [, jobId] = place.segments
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('depot.about')} actions={<CopyAs commands={commandsOfDepot(jobId)} />}>
        {t('depot.title')}
      </Header>
      <FindJob />
      {jobId === undefined ? <Queue /> : <OneDevice jobId={jobId} />}
    </SpaceBetween>
  )
}

/** A hand scanner types the code and ends it with Enter, as a person would. */
const FindJob = () => {
  const { t } = useI18n()
  const [text, setText] = useState('')
  const [isScanning, setScanning] = useState(false)
  const find = () => {
    const typed = text.trim()
    if (typed === '') return
    setText('')
    show(readSlipCode(typed)?.jobIds[0] ?? typed.toUpperCase())
  }
  return (
    <Container>
      <form
        onSubmit={event => {
          event.preventDefault()
          find()
        }}
      >
        <SpaceBetween size="s">
          <FormField label={t('depot.jobId')} description={t('depot.jobIdAbout')}>
            <Input autoFocus value={text} spellcheck={false} onChange={({ detail }) => setText(detail.value)} />
          </FormField>
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="primary" formAction="submit" disabled={text.trim() === ''}>
              {t('depot.find')}
            </Button>
            {canScan() && (
              <Button formAction="none" iconName="video-camera-on" onClick={() => setScanning(true)}>
                {t('scan.title')}
              </Button>
            )}
          </SpaceBetween>
        </SpaceBetween>
      </form>
      {isScanning && (
        <ScanCode
          onFound={({ jobIds: [jobId] }) => {
            setScanning(false)
            if (jobId !== undefined) show(jobId)
          }}
          onClose={() => setScanning(false)}
        />
      )}
    </Container>
  )
}

const OneDevice = ({ jobId }: { readonly jobId: string }) => {
  const { t } = useI18n()
  const { data, error, refetch } = useDevice(jobId)
  return (
    <SpaceBetween size="m">
      <Link href={linkTo(['depot'])}>{t('depot.leave')}</Link>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading />}
      {data && <DeviceView device={data.device} etag={data.etag} />}
    </SpaceBetween>
  )
}
