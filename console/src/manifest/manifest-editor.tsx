import Alert from '@cloudscape-design/components/alert'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Tabs from '@cloudscape-design/components/tabs'
import { useRef, useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { Loading } from '../parts/loading.tsx'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { AddressBook, type AddressGroup } from './address-book.tsx'
import { askManifest } from './ask.ts'
import { Editor, type EditorHandle, type PlaceholderHelp } from './editor.tsx'
import { ManifestForm } from './manifest-form.tsx'
import { Problems } from './problems.tsx'
import type { OptionChange } from './protocol.ts'
import type { Draft } from './use-draft.ts'

interface Props {
  readonly draft: Draft
  /** Shown while there is nothing. */
  readonly empty: string
  readonly isReadOnly?: boolean
  /** What `{{name}}` may stand for, with words about each. Default: there are no placeholders */
  readonly placeholders?: PlaceholderHelp
  /** Whether the address book of the team belongs to it. Default: it does */
  readonly hasBook?: boolean
  /** Before the text is changed in whatever way. */
  readonly onChange?: () => void
}

/**
 * A manifest as text and as a form, two views of one text, and everything that is wrong with it: the editor of every screen on
 * which a manifest is written.
 */
export const ManifestEditor = (props: Props) => {
  const { draft, empty, isReadOnly = false, placeholders, hasBook = true, onChange } = props
  const { t } = useI18n()
  const [tab, setTab] = useState('text')
  const editor = useRef<EditorHandle>(undefined)
  const { text, view } = draft
  const isEmpty = text.trim() === ''
  const change = (next: string) => {
    onChange?.()
    draft.set(next)
  }
  const setOptions = (changes: readonly OptionChange[]) => {
    onChange?.()
    draft.setOptions(changes)
  }
  const book = (of: AddressGroup) =>
    hasBook && view && <AddressBook key={of} view={view} of={of} isReadOnly={isReadOnly} onChoose={setOptions} />
  const hasCustoms = view?.groups.some(
    ({ name, fields }) => name === 'customs' && fields.some(({ value }) => value !== ''),
  )
  return (
    <SpaceBetween size="l">
      {draft.failure !== undefined && <ProblemAlert error={draft.failure} onRetry={draft.tryAgain} />}
      <Tabs
        activeTabId={tab}
        onChange={({ detail }) => setTab(detail.activeTabId)}
        tabs={[
          {
            id: 'text',
            label: t('new.text'),
            // What is changed in the form can be undone here.
            contentRenderStrategy: 'eager',
            content: (
              <SpaceBetween size="s">
                {!isEmpty && tab === 'text' && (
                  <SpaceBetween direction="horizontal" size="l">
                    {book('returnAddress')}
                    {hasCustoms && book('customs')}
                  </SpaceBetween>
                )}
                <Editor
                  label={t('job.manifest')}
                  text={text}
                  diagnostics={isEmpty ? [] : (view?.diagnostics ?? [])}
                  isReadOnly={isReadOnly}
                  placeholders={placeholders}
                  onChange={change}
                  handle={editor}
                />
              </SpaceBetween>
            ),
          },
          {
            id: 'form',
            label: t('new.form'),
            content: view ? (
              <ManifestForm
                view={view}
                isReadOnly={isReadOnly}
                groupActions={{ returnAddress: book('returnAddress'), customs: book('customs') }}
                onSet={(path, value) => setOptions([{ path, value }])}
              />
            ) : (
              <Loading />
            ),
          },
        ]}
      />
      {isEmpty && <Alert type="info">{empty}</Alert>}
      {view && !isEmpty && (
        <Problems
          diagnostics={view.diagnostics}
          isReadOnly={isReadOnly}
          onGoTo={({ line, column }) => {
            setTab('text')
            // The editor is there once the tab is shown.
            setTimeout(() => editor.current?.goTo(line, column))
          }}
          onFix={fix => change(draft.fixed(fix))}
          onFixAll={() => void askManifest('mend', { text }).then(mended => change(mended.text))}
        />
      )}
    </SpaceBetween>
  )
}
