import ColumnLayout from '@cloudscape-design/components/column-layout'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { OptionTexts } from '../../../../lib/manifest/assist/option-texts.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { askManifest } from '../../manifest/ask.ts'
import type { TemplateView } from '../../manifest/protocol.ts'
import { Status } from '../../parts/status.tsx'

interface Props {
  readonly text: string
  readonly view: TemplateView
  readonly defaults: OptionTexts
}

/** Values of one job, and the manifest that the template makes of them: as the API would, and nothing is sent. */
export const TryTemplate = ({ text, view: { names, needed, placeholders }, defaults }: Props) => {
  const { t } = useI18n()
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const given = names.map(name => [name, typed[name] ?? ''] as const).filter(([, value]) => value !== '')
  const values = Object.fromEntries(given)
  const today = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length)
  const asked = { text, placeholders, values, today, defaults }
  const { data } = useQuery({ queryKey: ['try', asked], queryFn: () => askManifest('try', asked), gcTime: 0 })
  return (
    <ExpandableSection
      variant="container"
      headerText={t('templateEdit.try')}
      headerDescription={t('templateEdit.tryAbout')}
    >
      <SpaceBetween size="m">
        <ColumnLayout columns={2}>
          {names.map(name => (
            <FormField key={name} label={needed.includes(name) ? name : `${name} – ${t('new.optional')}`}>
              <Input
                value={typed[name] ?? ''}
                spellcheck={false}
                onChange={({ detail }) => setTyped({ ...typed, [name]: detail.value })}
              />
            </FormField>
          ))}
        </ColumnLayout>
        <div aria-live="polite">
          {data && 'faults' in data && data.faults.map(detail => <Problem key={detail} isError text={detail} />)}
          {data && 'text' in data && data.diagnostics.length === 0 && (
            <Status type="success">{t('new.noProblems')}</Status>
          )}
          {data &&
            'text' in data &&
            data.diagnostics.map(({ code, line, detail, severity }) => (
              <Problem
                key={`${code} ${line} ${detail}`}
                isError={severity === 'error'}
                text={`${t('new.line', { line })}: ${detail}`}
              />
            ))}
        </div>
        {data && 'text' in data && <pre className="verbatim">{data.text}</pre>}
      </SpaceBetween>
    </ExpandableSection>
  )
}

const Problem = ({ isError, text }: { readonly isError: boolean; readonly text: string }) => (
  <div>
    <Status type={isError ? 'error' : 'warning'}>{text}</Status>
  </div>
)
