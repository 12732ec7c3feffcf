import Checkbox from '@cloudscape-design/components/checkbox'
import FormField from '@cloudscape-design/components/form-field'
import RadioGroup from '@cloudscape-design/components/radio-group'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { PAGE_SIZES, type TablePreferences } from './preferences.ts'

interface Props {
  /** Every column that there is. */
  readonly all: readonly { readonly id: string; readonly header: string }[]
  readonly preferences: TablePreferences
  readonly onSave: (changed: TablePreferences) => void
  readonly onClose: () => void
}

/** How long a page is, and which columns it has. Cloudscape's own dialog brings 20 KB to drag columns with. */
export const PreferencesDialog = ({ all, preferences, onSave, onClose }: Props) => {
  const { t } = useI18n()
  const [chosen, setChosen] = useState(preferences)
  const { columns, pageSize, wrapLines } = chosen
  return (
    <Dialog
      header={t('jobs.preferences')}
      action={t('jobs.savePreferences')}
      onAction={() => onSave(chosen)}
      onClose={onClose}
    >
      <SpaceBetween size="l">
        <FormField label={t('jobs.pageSizeLabel')}>
          <RadioGroup
            value={String(pageSize)}
            items={PAGE_SIZES.map(count => ({ value: String(count), label: t('jobs.pageSize', { count }) }))}
            onChange={({ detail }) => setChosen({ ...chosen, pageSize: Number(detail.value) })}
          />
        </FormField>
        <FormField label={t('jobs.columns')}>
          <SpaceBetween size="xs">
            {all.map(({ id, header }) => (
              <Checkbox
                key={id}
                checked={columns.includes(id)}
                disabled={id === 'jobId'}
                onChange={({ detail }) =>
                  setChosen({
                    ...chosen,
                    columns: detail.checked ? [...columns, id] : columns.filter(one => one !== id),
                  })
                }
              >
                {header}
              </Checkbox>
            ))}
          </SpaceBetween>
        </FormField>
        <Checkbox checked={wrapLines} onChange={({ detail }) => setChosen({ ...chosen, wrapLines: detail.checked })}>
          {t('jobs.wrapLines')}
        </Checkbox>
      </SpaceBetween>
    </Dialog>
  )
}
