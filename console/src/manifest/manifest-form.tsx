import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import type { FormField as Field, ManifestProblem, ManifestView } from './protocol.ts'

interface Props {
  readonly view: ManifestView
  readonly isReadOnly: boolean
  readonly groupActions?: Readonly<Record<string, ReactNode>> | undefined
  readonly onSet: (path: readonly string[], value: string) => void
}

/** The same manifest as fields. A change is written into the text at its place; comments and all else stay. */
export const ManifestForm = ({ view, isReadOnly, groupActions = {}, onSet }: Props) => {
  const { t } = useI18n()
  return (
    <SpaceBetween size="m">
      {view.groups.map(({ name, fields }) => (
        <ExpandableSection
          key={name}
          defaultExpanded={name === '' || name === 'returnAddress' || fields.some(({ value }) => value !== '')}
          headerText={name === '' ? t('new.general') : name}
        >
          <SpaceBetween size="m">
            {groupActions[name]}
            {fields.map(field => (
              <OneField
                key={field.path.join('/')}
                field={field}
                isReadOnly={isReadOnly}
                error={errorAt(view.diagnostics, field.path)}
                onSet={onSet}
              />
            ))}
          </SpaceBetween>
        </ExpandableSection>
      ))}
      {view.lists.length > 0 && <span>{t('new.lists', { names: view.lists.join(', ') })}</span>}
    </SpaceBetween>
  )
}

const errorAt = (diagnostics: readonly ManifestProblem[], path: readonly string[]): string | undefined =>
  diagnostics.find(({ pointer, severity }) => severity === 'error' && pointer === `/${path.join('/')}`)?.detail

interface FieldProps {
  readonly field: Field
  readonly isReadOnly: boolean
  readonly error: string | undefined
  readonly onSet: Props['onSet']
}

const OneField = ({ field, isReadOnly, error, onSet }: FieldProps) => {
  const { t } = useI18n()
  const { name, purpose, isRequired, isSecret, choices, value, path } = field
  const label = isRequired ? name : `${name} – ${t('new.optional')}`
  return (
    <FormField
      label={label}
      description={purpose}
      errorText={error ?? ''}
      {...(field.default !== undefined && { constraintText: t('new.default', { value: field.default }) })}
    >
      {choices ? (
        <Select
          disabled={isReadOnly}
          placeholder={t('new.choose')}
          selectedOption={value === '' ? null : { value }}
          options={[
            ...(isRequired ? [] : [{ value: '', label: t('new.leftOut') }]),
            ...choices.map(one => ({ value: one })),
          ]}
          onChange={({ detail }) => onSet(path, detail.selectedOption.value ?? '')}
        />
      ) : (
        <TypedInput
          value={value}
          type={isSecret ? 'password' : 'text'}
          isReadOnly={isReadOnly}
          onCommit={text => onSet(path, text)}
        />
      )}
    </FormField>
  )
}

const COMMIT_AFTER_MS = 350

interface InputProps {
  readonly value: string
  readonly type: 'text' | 'password'
  readonly isReadOnly: boolean
  readonly onCommit: (text: string) => void
}

/** Typing is answered at once; the text gets the value when the typing pauses. */
const TypedInput = ({ value, type, isReadOnly, onCommit }: InputProps) => {
  const [typed, setTyped] = useState<string>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  // Once the text has the value, what was typed is done with
  useEffect(() => setTyped(undefined), [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  const commit = (text: string) => {
    clearTimeout(timer.current)
    if (text !== value) onCommit(text)
  }
  return (
    <Input
      value={typed ?? value}
      type={type}
      autoComplete="off"
      readOnly={isReadOnly}
      spellcheck={false}
      onChange={({ detail }) => {
        setTyped(detail.value)
        clearTimeout(timer.current)
        timer.current = setTimeout(() => commit(detail.value), COMMIT_AFTER_MS)
      }}
      onBlur={() => typed !== undefined && commit(typed)}
    />
  )
}
