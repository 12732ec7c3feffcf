import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { ApiProblem, answered } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { flash } from '../../parts/flashes.ts'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { Time } from '../../parts/time.tsx'
import { useUnsaved } from '../../parts/use-unsaved.ts'
import { readTeam, type SeenTeam } from './read-team.ts'
import { bodyOf, changedFields, draftOf, isGroup, rebased, type TeamDraft } from './team-draft.ts'
import { TeamForm } from './team-form.tsx'

/** The form, and the team as it was when the change began. */
interface TeamFields extends Readonly<Record<string, unknown>> {
  readonly seen: SeenTeam | undefined
  readonly name: string
  readonly draft: TeamDraft
}

interface Props {
  /** The team to change, as it was read. Default: a new one is made */
  readonly seen?: SeenTeam
  readonly onClose: () => void
}

/**
 * Makes a team, or changes it. A change names the team that it was made from (`If-Match`): if someone else has saved the team
 * since, nothing is saved, and the form shows what they have changed.
 */
export const EditTeam = ({ seen: first, onClose }: Props) => {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const form = useUnsaved<TeamFields>(`waybill.team.${first?.team.name ?? ''}`, {
    seen: first,
    name: first?.team.name ?? '',
    draft: draftOf(first?.team),
  })
  const { seen, name, draft } = form.value
  const [theirs, setTheirs] = useState<readonly (keyof TeamDraft)[]>()
  const [isValid, setValid] = useState(true)
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PUT('/v1/teams/{team}', {
          params: { path: { team: name.trim() }, header: seen ? { 'If-Match': seen.etag } : {} },
          body: bodyOf(draft),
        }),
      ),
    onSuccess: async team => {
      await queryClient.invalidateQueries({ queryKey: ['teams'] })
      await queryClient.invalidateQueries({ queryKey: ['me'] })
      form.renew()
      flash({ type: 'success', content: t('team.saved', { name: team.name }) })
      onClose()
    },
  })
  const takeUp = useMutation({
    mutationFn: () => readTeam(name),
    onSuccess: newest => {
      const before = draftOf(seen?.team)
      const saved = draftOf(newest.team)
      setTheirs(changedFields(before, saved))
      form.change({ draft: rebased(draft, before, saved), seen: newest })
      save.reset()
    },
  })
  const isChanged = save.error instanceof ApiProblem && save.error.problem.code === 'TEAM_CHANGED'
  return (
    <Dialog
      size="large"
      header={t(first ? 'team.changeTitle' : 'team.makeTitle', { name })}
      action={t('checks.save')}
      isReady={name.trim() !== '' && (isValid || isGroup(name))}
      isBusy={save.isPending}
      error={isChanged ? undefined : save.error}
      form={form}
      onAction={() => save.mutate()}
      onClose={onClose}
    >
      <SpaceBetween size="l">
        {isChanged && (
          <Alert
            type="warning"
            header={t('team.changedTitle')}
            action={
              <Button formAction="none" loading={takeUp.isPending} onClick={() => takeUp.mutate()}>
                {t('team.takeUp')}
              </Button>
            }
          >
            {t('team.changedAbout')}
          </Alert>
        )}
        {takeUp.error && <ProblemAlert error={takeUp.error} onRetry={() => takeUp.mutate()} />}
        {theirs && seen && (
          <Alert type="info" header={t('team.theirs', { by: seen.team.updatedBy })}>
            {theirs.map(field => t(`team.field.${field}`)).join(', ') || t('team.theirsNothing')}.{' '}
            <Time at={seen.team.updatedAt} />
          </Alert>
        )}
        {!first && (
          <FormField label={t('checks.name')} constraintText={t('team.nameAbout')}>
            <Input value={name} onChange={({ detail }) => form.change({ name: detail.value })} />
          </FormField>
        )}
        <TeamForm
          // What someone else has saved, and what is left of a form that was discarded, is another text to begin with.
          key={`${seen?.etag ?? ''} ${form.isFound}`}
          draft={draft}
          isGroup={isGroup(name)}
          onChange={changed => form.change({ draft: changed })}
          onValid={setValid}
        />
      </SpaceBetween>
    </Dialog>
  )
}
