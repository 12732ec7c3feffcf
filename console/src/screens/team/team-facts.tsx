import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { components } from '../../../../lib/client/client.ts'
import { useI18n } from '../../i18n/i18n.tsx'

export type Team = components['schemas']['Team']

/** Who is in the team, what it may do, and what its manifests may leave out. */
export const TeamFacts = ({ team }: { readonly team: Team }) => {
  const { t } = useI18n()
  const members = team.members.map(member =>
    'arn' in member ? member.arn : `${member.claim}=${member.value} (${t(`role.${member.role}`)})`,
  )
  const defaults = Object.entries(team.defaults)
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">{t('team.limits')}</Header>}>
        <KeyValuePairs
          columns={3}
          minColumnWidth={200}
          items={[
            { label: t('team.members'), value: <Lines lines={members} /> },
            { label: t('team.keys'), value: <Lines lines={team.keys} /> },
            {
              label: t('new.buckets'),
              value:
                team.buckets === null ? (
                  t('team.anyBucket')
                ) : (
                  <Lines lines={team.buckets.map(({ bucket, uses }) => `${bucket} (${uses.join(', ')})`)} />
                ),
            },
            {
              label: t('team.dailyJobs'),
              value: team.dailyJobs === null ? t('team.unlimited') : String(team.dailyJobs),
            },
            { label: t('team.requiredTags'), value: <Lines lines={team.requiredTags} /> },
            { label: t('team.tier'), value: team.tier },
          ]}
        />
      </Container>
      <Container
        header={
          <Header variant="h2" description={t('team.defaultsAbout')}>
            {t('team.defaults')}
          </Header>
        }
      >
        {defaults.length === 0 ? (
          t('team.noDefaults')
        ) : (
          <KeyValuePairs
            columns={3}
            minColumnWidth={200}
            items={defaults.map(([label, value]) => ({
              label,
              value:
                typeof value === 'string' ? (
                  <bdi className="break">{value}</bdi>
                ) : (
                  <Lines lines={Object.entries(value ?? {}).map(([name, text]) => `${name}: ${text}`)} />
                ),
            }))}
          />
        )}
      </Container>
    </SpaceBetween>
  )
}

const Lines = ({ lines }: { readonly lines: readonly string[] }) => (
  <>
    {lines.length === 0
      ? '–'
      : lines.map(line => (
          <div key={line} className="break">
            <bdi>{line}</bdi>
          </div>
        ))}
  </>
)
