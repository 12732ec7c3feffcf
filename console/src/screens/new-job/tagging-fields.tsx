import AttributeEditor from '@cloudscape-design/components/attribute-editor'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useI18n } from '../../i18n/i18n.tsx'
import type { Tag, TaggingForm } from './use-tagging.ts'

interface Props {
  readonly form: TaggingForm
  readonly isReadOnly: boolean
}

/** As many as a job takes. */
const MOST = 20

/** What the team finds and counts its jobs by. The same for each manifest of a batch and each line of a table. */
export const TaggingFields = ({ form, isReadOnly }: Props) => {
  const { t } = useI18n()
  const { tags, isRequired, faults, setTags } = form
  const change = (index: number, tag: Tag) => setTags(tags.with(index, tag))
  return (
    <ExpandableSection
      variant="container"
      headerText={t('tags.title')}
      headerCounter={`(${tags.length})`}
      headerDescription={t('tags.about')}
      defaultExpanded={tags.length > 0}
    >
      <SpaceBetween size="m">
        <AttributeEditor<Tag>
          items={tags}
          empty={t('tags.none')}
          addButtonText={t('tags.add')}
          removeButtonText={t('team.form.remove')}
          removeButtonAriaLabel={({ name }) => `${t('team.form.remove')} ${name}`}
          disableAddButton={isReadOnly || tags.length >= MOST}
          isItemRemovable={tag => !isReadOnly && !isRequired(tag, tags.indexOf(tag))}
          onAddButtonClick={() => setTags([...tags, { name: '', value: '' }])}
          onRemoveButtonClick={({ detail: { itemIndex } }) => setTags(tags.toSpliced(itemIndex, 1))}
          definition={[
            {
              label: t('tags.name'),
              control: (tag, index) => (
                <Input
                  value={tag.name}
                  readOnly={isReadOnly || isRequired(tag, index)}
                  ariaLabel={t('tags.nameOf', { number: index + 1 })}
                  onChange={({ detail }) => change(index, { ...tag, name: detail.value })}
                />
              ),
              constraintText: (tag, index) => isRequired(tag, index) && t('tags.required'),
              errorText: (_tag, index) => faults[index] === 'twice' && t('tags.twice'),
            },
            {
              label: t('tags.value'),
              control: (tag, index) => (
                <Input
                  value={tag.value}
                  readOnly={isReadOnly}
                  ariaLabel={t('tags.valueOf', { name: tag.name || index + 1 })}
                  onChange={({ detail }) => change(index, { ...tag, value: detail.value })}
                />
              ),
              errorText: (tag, index) =>
                faults[index] === 'needed'
                  ? t('tags.needed', { name: tag.name })
                  : faults[index] === 'half' && t('tags.half'),
            },
          ]}
        />
        <FormField label={t('job.description')} description={t('tags.descriptionAbout')}>
          <Input
            value={form.description}
            readOnly={isReadOnly}
            onChange={({ detail }) => form.setDescription(detail.value)}
          />
        </FormField>
      </SpaceBetween>
    </ExpandableSection>
  )
}
