import Checkbox from '@cloudscape-design/components/checkbox'
import FileUpload from '@cloudscape-design/components/file-upload'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { type ReactNode, useState } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import { ProblemTitle } from '../../parts/problem-words.tsx'
import { LARGEST_TEXT, readFile } from '../../parts/read-file.ts'
import type { Device, Step, StepBody } from './depot-words.tsx'

type Reason = Extract<StepBody, { step: 'abort' }>['reason']

const REASONS = [
  'DeviceError',
  'MissingDevice',
  'UnsupportedDeviceType',
  'UnsupportedFileFormat',
  'UnsupportedPowerSupply',
] as const satisfies readonly Reason[]

/** What comes out of files, or out of the hand. */
export interface FileDraft {
  /** The SIGNATURE file's text, or that of the barcode. */
  readonly proof: string
  readonly hasNoProof: boolean
  readonly log: string
}

/** What someone has typed and chosen. */
export interface TypedDraft extends Readonly<Record<string, unknown>> {
  readonly errors: string
  readonly reason: Reason | undefined
  readonly carrier: string
  readonly trackingNumber: string
}

/** What someone has filled in, of whichever step. */
export interface Draft extends TypedDraft, FileDraft {}

export const NO_FILES: FileDraft = { proof: '', hasNoProof: false, log: '' }

export const NOTHING_TYPED: TypedDraft = {
  errors: '0',
  reason: undefined,
  carrier: '',
  trackingNumber: '',
}

interface FieldsProps {
  readonly device: Device
  readonly draft: Draft
  readonly change: (change: Partial<Draft>) => void
}

interface StepFields {
  readonly Fields: (props: FieldsProps) => ReactNode
  /** `undefined`: something is missing. */
  readonly bodyOf: (draft: Draft) => StepBody | undefined
}

/** The very bytes as text: a mark at the beginning must stay, since it makes a SIGNATURE another one. */
const textOf = async (file: File): Promise<string> =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await readFile(file, LARGEST_TEXT))

const TextFile = ({ label, onText }: { readonly label: string; readonly onText: (text: string) => void }) => {
  const { t } = useI18n()
  const [files, setFiles] = useState<File[]>([])
  const [failure, setFailure] = useState<unknown>()
  return (
    <FormField label={label} errorText={failure !== undefined && <ProblemTitle error={failure} />}>
      <FileUpload
        value={files}
        onChange={({ detail }) => {
          setFiles(detail.value)
          setFailure(undefined)
          // Until it is read, nothing of an earlier file is reported.
          onText('')
          const [file] = detail.value
          if (file) textOf(file).then(onText, setFailure)
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
  )
}

const Receive = ({ device, draft, change }: FieldsProps) => {
  const { t } = useI18n()
  const isBarcode = device.proof === 'barcode'
  return (
    <SpaceBetween size="m">
      {!isBarcode && !draft.hasNoProof && <TextFile label={t('verify.file')} onText={proof => change({ proof })} />}
      {!draft.hasNoProof && (
        <FormField label={t(isBarcode ? 'depot.barcode' : 'depot.signatureText')}>
          {isBarcode ? (
            <Input value={draft.proof} onChange={({ detail }) => change({ proof: detail.value })} />
          ) : (
            <Textarea
              value={draft.proof}
              rows={4}
              spellcheck={false}
              onChange={({ detail }) => change({ proof: detail.value })}
            />
          )}
        </FormField>
      )}
      <Checkbox
        checked={draft.hasNoProof}
        onChange={({ detail }) => change({ hasNoProof: detail.checked, proof: '' })}
        description={t('depot.withoutProofAbout')}
      >
        {t(isBarcode ? 'depot.withoutBarcode' : 'depot.withoutSignature')}
      </Checkbox>
    </SpaceBetween>
  )
}

const Finish = ({ draft, change }: FieldsProps) => {
  const { t } = useI18n()
  return (
    <SpaceBetween size="m">
      <FormField label={t('depot.errors')} description={t('depot.errorsAbout')}>
        <Input
          type="number"
          inputMode="numeric"
          value={draft.errors}
          onChange={({ detail }) => change({ errors: detail.value })}
        />
      </FormField>
      <TextFile label={t('depot.logFile')} onText={log => change({ log })} />
      <FormField label={`${t('depot.log')} – ${t('new.optional')}`} description={t('depot.logAbout')}>
        <Textarea
          value={draft.log}
          rows={4}
          spellcheck={false}
          onChange={({ detail }) => change({ log: detail.value })}
        />
      </FormField>
    </SpaceBetween>
  )
}

const Abort = ({ draft, change }: FieldsProps) => {
  const { t } = useI18n()
  return (
    <FormField label={t('depot.reason')}>
      <RadioGroup
        value={draft.reason ?? null}
        items={REASONS.map(reason => ({ value: reason, label: t(`depot.reason.${reason}`) }))}
        onChange={({ detail }) => change({ reason: REASONS.find(reason => reason === detail.value) })}
      />
    </FormField>
  )
}

const Return = ({ draft, change }: FieldsProps) => {
  const { t } = useI18n()
  return (
    <SpaceBetween size="m">
      <FormField label={t('ship.carrier')}>
        <Input value={draft.carrier} onChange={({ detail }) => change({ carrier: detail.value })} />
      </FormField>
      <FormField label={t('ship.tracking')}>
        <Input value={draft.trackingNumber} onChange={({ detail }) => change({ trackingNumber: detail.value })} />
      </FormField>
    </SpaceBetween>
  )
}

/** What each step is reported with. */
export const FIELDS: Readonly<Record<Step, StepFields>> = {
  receive: {
    Fields: Receive,
    bodyOf: ({ proof, hasNoProof }) => {
      if (hasNoProof) return { step: 'receive' }
      return proof.trim() === '' ? undefined : { step: 'receive', signature: proof }
    },
  },
  load: { Fields: () => null, bodyOf: () => ({ step: 'load' }) },
  finish: {
    Fields: Finish,
    bodyOf: ({ errors, log }) =>
      /^\d{1,9}$/.test(errors.trim())
        ? { step: 'finish', errors: Number(errors), ...(log !== '' && { log }) }
        : undefined,
  },
  abort: { Fields: Abort, bodyOf: ({ reason }) => reason && { step: 'abort', reason } },
  return: {
    Fields: Return,
    bodyOf: ({ carrier, trackingNumber }) =>
      carrier.trim() === '' || trackingNumber.trim() === '' ? undefined : { step: 'return', carrier, trackingNumber },
  },
}
