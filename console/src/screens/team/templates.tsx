import Button from '@cloudscape-design/components/button'
import type { components } from '../../../../lib/client/client.ts'
import { listTemplates } from '../../api/lists.ts'
import { useMay } from '../../api/me.ts'
import { commandsOfTemplates } from '../../commands/team-commands.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { linkTo } from '../../route.ts'
import { NamedThings } from './named-things.tsx'

type Template = components['schemas']['Template']

/** Manifests with placeholders, to begin jobs with. */
export const Templates = () => {
  const { t } = useI18n()
  const maySubmit = useMay('POST /v1/jobs')
  return (
    <NamedThings<Template, never>
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
      edit={template => linkTo(['team', 'templates', ...(template ? [template.name] : [])])}
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
