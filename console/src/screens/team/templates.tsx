import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Textarea from '@cloudscape-design/components/textarea'
import type { components } from '../../../../lib/client/client.ts'
import { api } from '../../api/client.ts'
import { listTemplates } from '../../api/lists.ts'
import { useMay } from '../../api/me.ts'
import { answered } from '../../api/problem.ts'
import { commandsOfTemplates } from '../../commands/team-commands.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { linkTo } from '../../route.ts'
import { NamedThings } from './named-things.tsx'

type Template = components['schemas']['Template']

interface Draft {
  readonly manifest: string
  /** As they were declared before, with their patterns and defaults. */
  readonly declared: Template['placeholders']
}

/** Names that every template knows. */
const KNOWN = ['deviceId', 'date']

/** Each placeholder of the text is declared: as before, or as one that takes any value. */
const bodyOf = ({ manifest, declared }: Draft) => {
  const used = new Set([...manifest.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name = '']) => name))
  const names = [...used].filter(name => !KNOWN.includes(name))
  return { manifest, placeholders: names.map(name => declared.find(one => one.name === name) ?? { name }) }
}

/** Manifests with placeholders, to begin jobs with. */
export const Templates = () => {
  const { t } = useI18n()
  const maySubmit = useMay('POST /v1/jobs')
  return (
    <NamedThings<Template, Draft>
      queryKey="templates"
      title={t('team.templates')}
      commands={commandsOfTemplates}
      routes={{ put: 'PUT /v1/templates/{name}', remove: 'DELETE /v1/templates/{name}' }}
      list={listTemplates}
      columns={[
        {
          id: 'placeholders',
          header: t('team.placeholders'),
          cell: ({ placeholders }) => placeholders.map(({ name }) => name).join(', ') || '–',
        },
      ]}
      draftOf={template => ({ manifest: template?.manifest ?? '', declared: template?.placeholders ?? [] })}
      form={(draft, change) => (
        <FormField label={t('job.manifest')} description={t('team.templateAbout')}>
          <Textarea
            value={draft.manifest}
            rows={14}
            spellcheck={false}
            onChange={({ detail }) => change({ ...draft, manifest: detail.value })}
          />
        </FormField>
      )}
      put={(name, draft) =>
        answered(api.PUT('/v1/templates/{name}', { params: { path: { name } }, body: bodyOf(draft) }))
      }
      actions={({ name }) =>
        maySubmit && (
          <Button href={linkTo(['new'], { template: name })} ariaLabel={`${t('new.title')}: ${name}`}>
            {t('new.title')}
          </Button>
        )
      }
    />
  )
}
