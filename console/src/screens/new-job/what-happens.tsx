import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import { useI18n } from '../../i18n/i18n.tsx'
import type { ManifestView } from '../../manifest/protocol.ts'
import { Status } from '../../parts/status.tsx'
import type { TaggingForm } from './use-tagging.ts'

interface Props {
  readonly view: ManifestView
  /** Default: tags are not the matter here */
  readonly tagging?: TaggingForm
}

/** What the manifest will bring about, in plain words. */
export const WhatHappens = ({ view, tagging }: Props) => {
  const { t } = useI18n()
  const { kind, facts, fromTeam } = view
  return (
    <Container header={<Header variant="h2">{t('new.what')}</Header>}>
      <KeyValuePairs
        columns={1}
        items={[
          { label: t('jobs.kind'), value: kind === undefined ? t('new.kindUnclear') : t(`new.what.${kind}`) },
          { label: t('jobs.deviceId'), value: <bdi className="break">{facts.deviceId ?? '–'}</bdi> },
          { label: t('new.buckets'), value: <span className="break">{facts.buckets.join(', ') || '–'}</span> },
          {
            label: t('new.facility'),
            value:
              facts.region === undefined
                ? t('new.facilityByBucket')
                : facts.facility === undefined
                  ? facts.region
                  : t('new.facilityIn', { region: facts.region, facility: t(`facility.${facts.facility}`) }),
          },
          {
            label: t('new.erased'),
            value:
              kind === 's3-export'
                ? t('new.erasedExport')
                : facts.isErased === undefined
                  ? '–'
                  : t(facts.isErased ? 'new.erasedYes' : 'new.erasedNo'),
          },
          { label: t('new.customs'), value: t(`new.customs.${facts.customs}`) },
          { label: t('new.returns'), value: <bdi>{facts.country ?? '–'}</bdi> },
          {
            label: t('new.fromTeam'),
            value:
              fromTeam.length === 0 ? t('new.fromTeamNothing') : <span className="break">{fromTeam.join(', ')}</span>,
          },
          ...(tagging ? [{ label: t('tags.short'), value: <Tags tagging={tagging} /> }] : []),
        ]}
      />
    </Container>
  )
}

const Tags = ({ tagging: form }: { readonly tagging: TaggingForm }) => {
  const { t } = useI18n()
  const tags = Object.entries(form.tagging.tags ?? {}).filter(([, value]) => value !== '')
  const needed = form.tags.filter((_tag, index) => form.faults[index] === 'needed').map(({ name }) => name)
  return (
    <>
      {tags.length === 0 && needed.length === 0 && '–'}
      {tags.map(([name, value]) => (
        <div key={name} className="break">
          <bdi>{name}</bdi>: <bdi>{value}</bdi>
        </div>
      ))}
      {needed.length > 0 && <Status type="error">{t('tags.neededAll', { names: needed.join(', ') })}</Status>}
    </>
  )
}
