import FormField from '@cloudscape-design/components/form-field'
import Textarea from '@cloudscape-design/components/textarea'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/me.ts'
import { answered, wholeAnswer } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { NamedThings } from './named-things.tsx'
import type { Team } from './team-facts.tsx'

/** What a team is put with; the rest of it is the API's own. */
const settingsOf = ({ name: _, createdAt: _made, updatedAt: _at, updatedBy: _by, links: _links, ...settings }: Team) =>
  settings

/** A change must name what it was made from, so that two operators do not undo each other. */
const matchOf = async (team: string): Promise<Record<string, string>> => {
  const asked = api.GET('/v1/teams/{team}', { params: { path: { team } } })
  const { response } = await wholeAnswer(asked).catch(() => ({ response: undefined }))
  const etag = response?.headers.get('ETag')
  return etag ? { 'If-Match': etag } : {}
}

/** All teams, for operators: members, keys, buckets, limits and defaults as JSON. */
export const Teams = () => {
  const { t } = useI18n()
  return (
    <NamedThings<Team, string>
      queryKey="teams"
      title={t('team.teams')}
      mayChange={useMay('PUT /v1/teams/{team}')}
      list={async () => (await answered(api.GET('/v1/teams', { params: { query: { pageSize: 1000 } } }))).teams}
      columns={[
        { id: 'members', header: t('team.members'), cell: ({ members }) => members.length },
        { id: 'keys', header: t('team.keys'), cell: ({ keys }) => keys.length },
        { id: 'tier', header: t('team.tier'), cell: ({ tier }) => tier },
      ]}
      draftOf={team => JSON.stringify(team ? settingsOf(team) : { members: [], keys: [] }, null, 2)}
      form={(draft, change) => (
        <FormField label="JSON" description={t('team.jsonAbout')}>
          <Textarea value={draft} rows={18} spellcheck={false} onChange={({ detail }) => change(detail.value)} />
        </FormField>
      )}
      put={async (team, draft) =>
        answered(
          api.PUT('/v1/teams/{team}', {
            params: { path: { team }, header: await matchOf(team) },
            // The API reads it, and names what it does not take.
            body: JSON.parse(draft) as object,
          }),
        )
      }
      remove={async team =>
        answered(api.DELETE('/v1/teams/{team}', { params: { path: { team }, header: await matchOf(team) } }))
      }
    />
  )
}
