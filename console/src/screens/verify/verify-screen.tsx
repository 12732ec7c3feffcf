import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FileUpload from '@cloudscape-design/components/file-upload'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { components } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { answered } from '../../api/problem.ts'
import { commandsOfVerify } from '../../commands/commands.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { useI18n } from '../../i18n/i18n.tsx'
import { canScan } from '../../parts/code-reader.ts'
import { useOnlyFieldsTakeFiles } from '../../parts/dropped-files.ts'
import { StateBadge } from '../../parts/job-words.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { LARGEST_TEXT, readFile } from '../../parts/read-file.ts'
import { SaveSignature } from '../../parts/save-signature.tsx'
import { ScanCode } from '../../parts/scan-code.tsx'
import type { SlipCode } from '../../parts/slip-code.ts'
import { linkTo } from '../../route.ts'
import { SlipResult } from './slip-result.tsx'

type Verification = components['schemas']['Verification']

/** Whose SIGNATURE a file is: dropped in, pasted, or found by the code on a slip. */
export const VerifyScreen = () => {
  useOnlyFieldsTakeFiles()
  const { t } = useI18n()
  const [files, setFiles] = useState<File[]>([])
  const [text, setText] = useState('')
  const [slip, setSlip] = useState<SlipCode>()
  const [isScanning, setScanning] = useState(false)
  const verify = useMutation({
    mutationFn: async (file: File | string) =>
      answered(
        api.POST('/v1/signatures/verify', {
          // The bytes of a file must not be read as text and written again: that would mend what is wrong with it.
          body: (typeof file === 'string' ? file : await readFile(file, LARGEST_TEXT)) as string,
          bodySerializer: body => body,
          headers: { 'Content-Type': 'text/plain' },
        }),
      ),
  })
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('verify.about')} actions={<CopyAs commands={commandsOfVerify} />}>
        {t('verify.title')}
      </Header>
      <Container>
        <SpaceBetween size="l">
          <FormField label={t('verify.file')} description={t('verify.fileAbout')}>
            <FileUpload
              value={files}
              onChange={({ detail }) => {
                setFiles(detail.value)
                const [file] = detail.value
                if (file) verify.mutate(file)
                // What was found of a file that is gone would stand beside another disk.
                else verify.reset()
              }}
              i18nStrings={{
                uploadButtonText: () => t('verify.choose'),
                dropzoneText: () => t('verify.drop'),
                removeFileAriaLabel: () => t('verify.remove'),
                limitShowFewer: t('state.less'),
                limitShowMore: t('state.more'),
              }}
            />
          </FormField>
          <FormField label={t('verify.paste')}>
            <Textarea
              value={text}
              rows={4}
              spellcheck={false}
              placeholder={'version:2.0\nsigningMethod:HmacSHA1\njobId:…\nsignature:…'}
              onChange={({ detail }) => {
                setText(detail.value)
                setFiles([])
                verify.reset()
              }}
            />
          </FormField>
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              variant="primary"
              disabled={text.trim() === ''}
              loading={verify.isPending}
              // A field of a page holds no line end behind the last line; the file has one.
              onClick={() => verify.mutate(text.endsWith('\n') ? text : `${text}\n`)}
            >
              {t('verify.verify')}
            </Button>
            {canScan() && <Button onClick={() => setScanning(true)}>{t('scan.title')}</Button>}
          </SpaceBetween>
          {isScanning && (
            <ScanCode
              onClose={() => setScanning(false)}
              onFound={code => {
                setScanning(false)
                setSlip(code)
              }}
            />
          )}
        </SpaceBetween>
      </Container>
      <div aria-live="polite">
        <SpaceBetween size="m">
          {verify.error && <ProblemAlert error={verify.error} />}
          {verify.data && <Result result={verify.data} />}
          {slip && <SlipResult slip={slip} diskJobId={verify.data?.jobId} />}
        </SpaceBetween>
      </div>
    </SpaceBetween>
  )
}

const Result = ({ result }: { readonly result: Verification }) => {
  const { t } = useI18n()
  const { genuine, exact, differences, advice, jobId, deviceId, state, links } = result
  const type = !genuine ? 'error' : exact ? 'success' : 'warning'
  const header = t(!genuine ? 'verify.forged' : exact ? 'verify.exact' : 'verify.inexact', { jobId })
  return (
    <Alert type={type} header={header}>
      <SpaceBetween size="s">
        <span>{t(!genuine ? 'verify.forgedAbout' : exact ? 'verify.exactAbout' : 'verify.inexactAbout')}</span>
        {differences.length > 0 && (
          <ul>
            {differences.map(({ code, detail }) => (
              <li key={code}>{detail}</li>
            ))}
          </ul>
        )}
        {advice !== undefined && <span className="break">{advice}</span>}
        <Box>
          <Link href={linkTo(['jobs', jobId])}>{t('job.title', { jobId })}</Link>,{' '}
          <bdi className="break">{deviceId}</bdi>, <StateBadge state={state} />
        </Box>
        {!(genuine && exact) && links.signature !== undefined && <SaveSignature path={links.signature} />}
      </SpaceBetween>
    </Alert>
  )
}
