import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { components } from '../../../lib/client/client.ts'
import { api } from '../api/client.ts'
import { listAddresses } from '../api/lists.ts'
import { useMay } from '../api/me.ts'
import { answered } from '../api/problem.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { flash } from '../parts/flashes.ts'
import { useUnsaved } from '../parts/use-unsaved.ts'
import type { ManifestView, OptionChange } from './protocol.ts'

type BookAddress = components['schemas']['Address']['address']

/** Which options of a manifest an address of the book can fill in, by their groups. */
const TAKES = {
  returnAddress: (address: BookAddress, option: string) => address[option] ?? '',
  customs: (address: BookAddress, option: string) =>
    option === 'exportCertifierName' ? (address.name ?? '') : undefined,
} as const

export type AddressGroup = keyof typeof TAKES

interface Props {
  readonly view: ManifestView
  readonly of: AddressGroup
  readonly isReadOnly: boolean
  /** The options that an address brings, and those that it has not, which become empty. */
  readonly onChoose: (changes: readonly OptionChange[]) => void
}

/**
 * The team's address book beside a manifest: an address that is chosen is written into the text, so that the text is what is
 * sent; and a return address of the text can be saved into the book.
 */
export const AddressBook = ({ view, of, isReadOnly, onChoose }: Props) => {
  const { t } = useI18n()
  const mayRead = useMay('GET /v1/addresses')
  const maySave = useMay('PUT /v1/addresses/{name}')
  const [isSaving, setSaving] = useState(false)
  const { data = [] } = useQuery({ queryKey: ['addresses'], queryFn: listAddresses, enabled: mayRead })
  const fields = view.groups.find(({ name }) => name === of)?.fields ?? []
  const changesFor = (address: BookAddress): readonly OptionChange[] =>
    fields.flatMap(({ name, path, value: now }) => {
      const value = TAKES[of](address, name)
      return value === undefined || value === now ? [] : [{ path, value }]
    })
  const typed = Object.fromEntries(fields.flatMap(({ name, value }) => (value.trim() === '' ? [] : [[name, value]])))
  const isFilled = Object.keys(typed).length > 0
  const there = isFilled ? data.find(({ address }) => changesFor(address).length === 0) : undefined
  // What is filled in later is the address of nobody yet.
  const isWhole = isFilled && !Object.values(typed).some(value => value.includes('{{'))
  if (!mayRead) return null
  return (
    <SpaceBetween direction="horizontal" size="s" alignItems="end">
      <FormField label={t(`book.${of}`)}>
        <div className="from-book">
          <Select
            disabled={isReadOnly}
            filteringType={data.length > 8 ? 'auto' : 'none'}
            placeholder={t('new.choose')}
            empty={t('book.empty')}
            selectedOption={there ? { value: there.name } : null}
            options={data.map(({ name, address }) => ({
              value: name,
              description: [address.name, address.company, address.street1, address.city].filter(Boolean).join(', '),
            }))}
            onChange={({ detail }) => {
              const chosen = data.find(({ name }) => name === detail.selectedOption.value)
              if (chosen) onChoose(changesFor(chosen.address))
            }}
          />
        </div>
      </FormField>
      {of === 'returnAddress' && maySave && isWhole && !there && (
        <Button formAction="none" disabled={isReadOnly} onClick={() => setSaving(true)}>
          {t('book.save')}
        </Button>
      )}
      {isSaving && (
        <SaveAddress address={typed} taken={data.map(({ name }) => name)} onClose={() => setSaving(false)} />
      )}
    </SpaceBetween>
  )
}

interface SaveProps {
  readonly address: BookAddress
  readonly taken: readonly string[]
  readonly onClose: () => void
}

/** Saves the return address of a manifest under a name. */
const SaveAddress = ({ address, taken, onClose }: SaveProps) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const form = useUnsaved('waybill.book', { name: '' })
  const { name: typed } = form.value
  const name = typed.trim()
  const isTaken = taken.includes(name)
  const save = useMutation({
    mutationFn: () => answered(api.PUT('/v1/addresses/{name}', { params: { path: { name } }, body: { address } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['addresses'] })
      form.renew()
      flash({ type: 'success', content: t('team.saved', { name }) })
      onClose()
    },
  })
  return (
    <Dialog
      header={t('book.save')}
      action={t('checks.save')}
      isReady={name !== '' && !isTaken}
      isBusy={save.isPending}
      error={save.error}
      form={form}
      onAction={() => save.mutate()}
      onClose={onClose}
    >
      <FormField
        label={t('checks.name')}
        constraintText={t('checks.nameAbout')}
        errorText={isTaken && t('team.nameTaken')}
      >
        <Input value={typed} onChange={({ detail }) => form.change({ name: detail.value })} />
      </FormField>
      <address className="break">
        {Object.entries(address).map(([option, line]) => (
          <div key={option}>
            <bdi>{line}</bdi>
          </div>
        ))}
      </address>
    </Dialog>
  )
}
