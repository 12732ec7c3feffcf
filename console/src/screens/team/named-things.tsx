import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import type { RouteName } from '../../api/ask-me.ts'
import { useMay } from '../../api/me.ts'
import type { Command } from '../../commands/command.ts'
import { CopyAs } from '../../commands/copy-as.tsx'
import { useI18n } from '../../i18n/i18n.tsx'
import { AskFirst } from '../../parts/ask-first.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { flash } from '../../parts/flashes.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import type { FinalRoute } from '../../parts/questions.ts'
import { Time } from '../../parts/time.tsx'
import { useUnsaved } from '../../parts/use-unsaved.ts'

/** Something of a team that has a name: a template, an address, a team itself. */
export interface Named {
  readonly name: string
  readonly updatedAt: string
  readonly updatedBy: string
}

interface Form<T extends Named, D> {
  /** What the form begins with; without a thing, for a new one. */
  readonly draftOf: (thing: T | undefined) => D
  readonly fields: (draft: D, change: (draft: D) => void) => ReactNode
  readonly put: (name: string, draft: D) => Promise<unknown>
  /** Whether there is a secret in it, which no storage of the browser may have. Default: there is none */
  readonly hasSecret?: (draft: D) => boolean
}

interface Props<T extends Named, D> {
  /** Names what is asked for and stored. */
  readonly queryKey: string
  readonly title: string
  /** The same for a terminal. */
  readonly commands: readonly Command[]
  readonly list: () => Promise<readonly T[]>
  readonly columns: readonly TableProps.ColumnDefinition<T>[]
  /** What making or changing one, and deleting one, calls: who may not has no button for it. */
  readonly routes: { readonly put: RouteName; readonly remove: FinalRoute }
  /** A form in a dialog; or the address of a screen of its own. Without a thing: for a new one */
  readonly edit: Form<T, D> | ((thing: T | undefined) => string)
  /** Further buttons of a row. */
  readonly actions?: (thing: T) => ReactNode
}

/** A table of named things, with a form to make and change one. */
export const NamedThings = <T extends Named, D>(props: Props<T, D>) => {
  const { queryKey, title, commands, list, columns, routes, edit, actions } = props
  const { t } = useI18n()
  const mayPut = useMay(routes.put)
  const mayRemove = useMay(routes.remove)
  const table = useRef<HTMLDivElement>(null)
  const [editing, setEditing] = useState<{ readonly thing: T | undefined }>()
  const [leaving, setLeaving] = useState<T>()
  const { data, error, isPending, refetch } = useQuery({ queryKey: [queryKey], queryFn: list })
  const begin = (thing: T | undefined) =>
    typeof edit === 'function' ? { href: edit(thing) } : { onClick: () => setEditing({ thing }) }
  return (
    <SpaceBetween size="m">
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      <div ref={table}>
        <Table<T>
          variant="container"
          wrapLines
          items={data ?? []}
          trackBy="name"
          loading={isPending}
          loadingText={t('state.loading')}
          empty={<Box textAlign="center">{t('team.none')}</Box>}
          header={
            <Header
              variant="h2"
              counter={data ? `(${data.length})` : ''}
              actions={
                <SpaceBetween direction="horizontal" size="xs">
                  <CopyAs of={title} commands={commands} />
                  {mayPut && <Button {...begin(undefined)}>{t('team.make')}</Button>}
                </SpaceBetween>
              }
            >
              {title}
            </Header>
          }
          columnDefinitions={[
            { id: 'name', header: t('checks.name'), isRowHeader: true, cell: ({ name }) => <bdi>{name}</bdi> },
            ...columns,
            { id: 'updatedAt', header: t('jobs.updatedAt'), cell: ({ updatedAt }) => <Time short at={updatedAt} /> },
            {
              id: 'actions',
              header: t('paper.actions'),
              minWidth: 290,
              cell: thing => (
                <SpaceBetween direction="horizontal" size="xs">
                  {actions?.(thing)}
                  {mayPut && (
                    <Button ariaLabel={`${t('checks.change')} ${thing.name}`} {...begin(thing)}>
                      {t('checks.change')}
                    </Button>
                  )}
                  {mayRemove && (
                    <Button ariaLabel={`${t('checks.delete')} ${thing.name}`} onClick={() => setLeaving(thing)}>
                      {t('checks.delete')}
                    </Button>
                  )}
                </SpaceBetween>
              ),
            },
          ]}
        />
      </div>
      {leaving && <AskFirst route={routes.remove} thing={leaving} part={table} onClose={() => setLeaving(undefined)} />}
      {editing && typeof edit !== 'function' && (
        <Edit
          form={edit}
          queryKey={queryKey}
          title={title}
          thing={editing.thing}
          taken={data?.map(({ name }) => name) ?? []}
          onClose={() => setEditing(undefined)}
        />
      )}
    </SpaceBetween>
  )
}

interface EditProps<T extends Named, D> {
  readonly form: Form<T, D>
  readonly queryKey: string
  readonly title: string
  readonly thing: T | undefined
  /** Names of others: a new one takes the place of none of them. */
  readonly taken: readonly string[]
  readonly onClose: () => void
}

const Edit = <T extends Named, D>({ form, queryKey, title, thing, taken, onClose }: EditProps<T, D>) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const fields = useUnsaved<{ readonly name: string; readonly draft: D }>(
    `waybill.${queryKey}.${thing?.name ?? ''}`,
    { name: thing?.name ?? '', draft: form.draftOf(thing) },
    { isSecret: ({ draft }) => form.hasSecret?.(draft) ?? false },
  )
  const { name, draft } = fields.value
  const isTaken = thing === undefined && taken.includes(name.trim())
  const save = useMutation({
    mutationFn: () => form.put(name.trim(), draft),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: [queryKey] })
      fields.renew()
      flash({ type: 'success', content: t('team.saved', { name }) })
      onClose()
    },
  })
  return (
    <Dialog
      size="large"
      header={title}
      action={t('checks.save')}
      isReady={name.trim() !== '' && !isTaken}
      isBusy={save.isPending}
      error={save.error}
      form={fields}
      onAction={() => save.mutate()}
      onClose={onClose}
    >
      <FormField label={t('checks.name')} errorText={isTaken && t('team.nameTaken')}>
        <Input
          value={name}
          disabled={thing !== undefined}
          onChange={({ detail }) => fields.change({ name: detail.value })}
        />
      </FormField>
      {form.fields(draft, changed => fields.change({ draft: changed }))}
    </Dialog>
  )
}
