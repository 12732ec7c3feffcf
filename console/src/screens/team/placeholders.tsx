import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useI18n } from '../../i18n/i18n.tsx'
import type { Translate } from '../../i18n/translate.ts'
import type { PlaceholderHelp } from '../../manifest/editor.tsx'
import type { Placeholder, TemplateView } from '../../manifest/protocol.ts'

const MEMBERS = ['default', 'pattern', 'description'] as const

/** Names that every template knows, and those that this one declares, with words about each. */
export const placeholderHelp = (placeholders: readonly Placeholder[], t: Translate): PlaceholderHelp =>
  new Map([
    ['deviceId', [t('templateEdit.deviceId')]],
    ['date', [t('templateEdit.date')]],
    ...placeholders.map(
      one =>
        [
          one.name,
          [
            ...(one.description ? [one.description] : []),
            ...(one.pattern === undefined ? [] : [`${t('templateEdit.pattern')}: ${one.pattern}`]),
            one.default === undefined ? t('templateEdit.needed') : `${t('templateEdit.default')}: ${one.default}`,
          ],
        ] as const,
    ),
  ])

interface Props {
  readonly view: TemplateView
  readonly onChange: (placeholders: readonly Placeholder[]) => void
}

/** What the placeholders of the text take: they come and go with the text, and are told more here. */
export const Placeholders = ({ view: { placeholders, faults, open }, onChange }: Props) => {
  const { t } = useI18n()
  const change = (index: number, member: (typeof MEMBERS)[number], value: string) => {
    const { [member]: _, ...others } = placeholders[index] ?? { name: '' }
    onChange(placeholders.with(index, { ...others, ...(value !== '' && { [member]: value }) }))
  }
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${placeholders.length})`} description={t('templateEdit.open', { count: open })}>
          {t('team.placeholders')}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {placeholders.length === 0 && t('templateEdit.noPlaceholders')}
        {placeholders.map((placeholder, index) => (
          <SpaceBetween key={placeholder.name} size="xs">
            <Box variant="h3">{`{{${placeholder.name}}}`}</Box>
            {MEMBERS.map(member => (
              <FormField
                key={member}
                label={t(`templateEdit.${member}`)}
                constraintText={
                  member === 'pattern'
                    ? t('templateEdit.patternAbout')
                    : member === 'default' && placeholder.default === undefined && t('templateEdit.needed')
                }
                errorText={faults.find(({ name, of }) => name === placeholder.name && of === member)?.detail ?? ''}
              >
                <Input
                  value={placeholder[member] ?? ''}
                  spellcheck={member === 'description'}
                  ariaLabel={`${t(`templateEdit.${member}`)}: ${placeholder.name}`}
                  onChange={({ detail }) => change(index, member, detail.value)}
                />
              </FormField>
            ))}
          </SpaceBetween>
        ))}
      </SpaceBetween>
    </Container>
  )
}
