import AttributeEditor from '@cloudscape-design/components/attribute-editor'
import Box from '@cloudscape-design/components/box'
import Checkbox from '@cloudscape-design/components/checkbox'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Multiselect from '@cloudscape-design/components/multiselect'
import Select from '@cloudscape-design/components/select'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Textarea from '@cloudscape-design/components/textarea'
import { lazy, Suspense } from 'react'
import { useI18n } from '../../i18n/i18n.tsx'
import { Loading } from '../../parts/loading.tsx'
import {
  BUCKET_USES,
  type BucketDraft,
  type BucketUse,
  type MemberDraft,
  NEW_BUCKET,
  NEW_MEMBER,
  type TeamDraft,
} from './team-draft.ts'

interface Props {
  readonly draft: TeamDraft
  /** A group beside teams has members and nothing else. */
  readonly isGroup: boolean
  readonly onChange: (draft: TeamDraft) => void
  /** Whether what manifests may leave out is free of errors. */
  readonly onValid: (isValid: boolean) => void
}

/** The editor of manifests is larger than the rest of the form. */
const TeamDefaults = lazy(async () => ({ default: (await import('./team-defaults.tsx')).TeamDefaults }))

const replaced = <T,>(list: readonly T[], index: number, item: T): readonly T[] =>
  list.map((one, at) => (at === index ? item : one))

/** Everything that a team is put with. */
export const TeamForm = ({ draft, isGroup, onChange, onValid }: Props) => {
  const { t } = useI18n()
  const set = (changed: Partial<TeamDraft>) => onChange({ ...draft, ...changed })
  const text = (field: 'keys' | 'requiredTags', rows: number, about: string) => (
    <FormField label={t(`team.form.${field}`)} constraintText={about}>
      <Textarea
        value={draft[field]}
        rows={rows}
        spellcheck={false}
        onChange={({ detail }) => set({ [field]: detail.value })}
      />
    </FormField>
  )
  return (
    <SpaceBetween size="l">
      <Members draft={draft} set={set} />
      {!isGroup && (
        <SpaceBetween size="l">
          {text('keys', 2, t('team.form.keysAbout'))}
          <Buckets draft={draft} set={set} />
          <ColumnLayout columns={2}>
            <FormField label={t('team.dailyJobs')} constraintText={t('team.form.dailyJobsAbout')}>
              <Input
                value={draft.dailyJobs}
                inputMode="numeric"
                onChange={({ detail }) => set({ dailyJobs: detail.value })}
              />
            </FormField>
            <FormField label={t('team.tier')} constraintText={t('team.form.tierAbout')}>
              <Input value={draft.tier} onChange={({ detail }) => set({ tier: detail.value })} />
            </FormField>
          </ColumnLayout>
          {text('requiredTags', 2, t('team.form.oneALine'))}
          <Checkbox checked={draft.copyLogs} onChange={({ detail }) => set({ copyLogs: detail.checked })}>
            {t('team.form.copyLogs')}
          </Checkbox>
          <SpaceBetween size="s">
            <Box variant="h3">{t('team.defaults')}</Box>
            <Suspense fallback={<Loading />}>
              <TeamDefaults
                text={draft.defaults}
                onChange={(defaults, isValid) => {
                  if (defaults !== draft.defaults) set({ defaults })
                  onValid(isValid)
                }}
              />
            </Suspense>
          </SpaceBetween>
        </SpaceBetween>
      )}
    </SpaceBetween>
  )
}

interface PartProps {
  readonly draft: TeamDraft
  readonly set: (changed: Partial<TeamDraft>) => void
}

const Members = ({ draft: { members }, set }: PartProps) => {
  const { t } = useI18n()
  const change = (index: number, member: MemberDraft) => set({ members: replaced(members, index, member) })
  return (
    <SpaceBetween size="xs">
      <Box variant="h3">{t('team.members')}</Box>
      <Box color="text-body-secondary">{t('team.form.membersAbout')}</Box>
      <AttributeEditor<MemberDraft>
        items={[...members]}
        empty={t('team.form.noMembers')}
        addButtonText={t('team.form.addMember')}
        removeButtonText={t('team.form.remove')}
        removeButtonAriaLabel={({ arn, claim, value }) => `${t('team.form.remove')} ${arn || claim} ${value}`.trim()}
        onAddButtonClick={() => set({ members: [...members, NEW_MEMBER] })}
        onRemoveButtonClick={({ detail }) => set({ members: members.filter((_, at) => at !== detail.itemIndex) })}
        definition={[
          {
            label: t('team.form.by'),
            control: (member, index) => (
              <Select
                selectedOption={{ value: member.by, label: t(`team.form.by.${member.by}`) }}
                options={(['arn', 'claim'] as const).map(value => ({ value, label: t(`team.form.by.${value}`) }))}
                // The options' values are the two.
                onChange={({ detail }) =>
                  change(index, { ...member, by: detail.selectedOption.value as MemberDraft['by'] })
                }
              />
            ),
          },
          {
            label: t('team.form.who'),
            control: (member, index) =>
              member.by === 'arn' ? (
                <Input
                  value={member.arn}
                  placeholder="arn:aws:iam::123456789012:role/lab"
                  ariaLabel={t('team.form.by.arn')}
                  onChange={({ detail }) => change(index, { ...member, arn: detail.value })}
                />
              ) : (
                <SpaceBetween size="xxs">
                  <Input
                    value={member.claim}
                    placeholder={t('team.form.claim')}
                    ariaLabel={t('team.form.claim')}
                    onChange={({ detail }) => change(index, { ...member, claim: detail.value })}
                  />
                  <Input
                    value={member.value}
                    placeholder={t('team.form.value')}
                    ariaLabel={t('team.form.value')}
                    onChange={({ detail }) => change(index, { ...member, value: detail.value })}
                  />
                </SpaceBetween>
              ),
          },
          {
            label: t('team.form.role'),
            control: (member, index) => (
              <Select
                selectedOption={{ value: member.role, label: t(`role.${member.role}`) }}
                options={(['member', 'viewer'] as const).map(value => ({ value, label: t(`role.${value}`) }))}
                // The options' values are the two.
                onChange={({ detail }) =>
                  change(index, { ...member, role: detail.selectedOption.value as MemberDraft['role'] })
                }
              />
            ),
          },
        ]}
      />
    </SpaceBetween>
  )
}

const Buckets = ({ draft: { anyBucket, buckets }, set }: PartProps) => {
  const { t } = useI18n()
  const change = (index: number, bucket: BucketDraft) => set({ buckets: replaced(buckets, index, bucket) })
  return (
    <SpaceBetween size="s">
      <Box variant="h3">{t('new.buckets')}</Box>
      <Checkbox checked={anyBucket} onChange={({ detail }) => set({ anyBucket: detail.checked })}>
        {t('team.form.anyBucket')}
      </Checkbox>
      {!anyBucket && (
        <AttributeEditor<BucketDraft>
          items={[...buckets]}
          empty={t('team.form.noBuckets')}
          addButtonText={t('team.form.addBucket')}
          removeButtonText={t('team.form.remove')}
          removeButtonAriaLabel={({ bucket }) => `${t('team.form.remove')} ${bucket}`}
          onAddButtonClick={() => set({ buckets: [...buckets, NEW_BUCKET] })}
          onRemoveButtonClick={({ detail }) => set({ buckets: buckets.filter((_, at) => at !== detail.itemIndex) })}
          definition={[
            {
              label: t('team.form.bucket'),
              control: (rule, index) => (
                <Input
                  value={rule.bucket}
                  placeholder="lab-*"
                  onChange={({ detail }) => change(index, { ...rule, bucket: detail.value })}
                />
              ),
            },
            {
              label: t('team.form.uses'),
              control: (rule, index) => (
                <Multiselect
                  hideTokens
                  placeholder={rule.uses.join(', ') || t('new.choose')}
                  selectedOptions={rule.uses.map(value => ({ value, label: value }))}
                  options={BUCKET_USES.map(value => ({ value, label: value }))}
                  onChange={({ detail }) =>
                    change(index, {
                      ...rule,
                      // The options' values are the uses.
                      uses: detail.selectedOptions.map(({ value }) => value as BucketUse),
                    })
                  }
                />
              ),
            },
          ]}
        />
      )}
    </SpaceBetween>
  )
}
