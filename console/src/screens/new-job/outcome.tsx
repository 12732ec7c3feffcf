import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { ApiProblem } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { ProblemTitle, ProblemWords } from '../../parts/problem-words.tsx'
import { Status } from '../../parts/status.tsx'
import { linkTo } from '../../route.ts'
import type { Submission, Validation } from './use-submission.ts'

/** What came of **Validate** or **Create job**. */
export const Outcome = ({ state, onAnother }: { readonly state: Submission; readonly onAnother: () => void }) => {
  const { t } = useI18n()
  switch (state.is) {
    case 'idle':
      return null
    case 'validating':
      return <Status type="loading">{t('new.validating')}</Status>
    case 'sending':
      return <Status type="loading">{t('new.sending')}</Status>
    case 'valid':
      return <Valid validation={state.validation} />
    case 'unclear':
      return (
        <Alert type="warning" header={t('new.unclear')}>
          <SpaceBetween size="xs">
            <span>{t('new.unclearAbout', { count: state.again })}</span>
            {state.error instanceof ApiProblem ? (
              <ProblemWords error={state.error} />
            ) : (
              <span>
                <ProblemTitle error={state.error} />
              </span>
            )}
          </SpaceBetween>
        </Alert>
      )
    case 'open':
      return (
        <Alert type="warning" header={t('new.unclear')}>
          <SpaceBetween size="xs">
            <span>{t('new.openAbout')}</span>
            {state.error && <ProblemWords error={state.error} />}
          </SpaceBetween>
        </Alert>
      )
    case 'over':
      return (
        <Alert
          type="warning"
          header={<ProblemTitle error={state.error} />}
          action={<Button onClick={onAnother}>{t('new.another')}</Button>}
        >
          <ProblemWords error={state.error} />
        </Alert>
      )
    case 'done':
      return (
        <Alert type="success" header={t('new.done', { jobId: state.job.jobId })}>
          <Link href={linkTo(['jobs', state.job.jobId, 'created'])}>{t('job.checklist')}</Link>
        </Alert>
      )
    default:
      return <ProblemAlert error={state.error} />
  }
}

const TYPES = { pass: 'success', fail: 'error', unknown: 'warning' } as const

/** What a validation found, check by check. */
export const Valid = ({ validation: { checks, warnings } }: { readonly validation: Validation }) => {
  const { t } = useI18n()
  return (
    <Alert type="success" header={t('new.valid')}>
      <SpaceBetween size="xs">
        {checks.map(({ name, outcome }) => (
          <Status key={name} type={TYPES[outcome]}>
            {t(`new.check.${name}`)}
          </Status>
        ))}
        {warnings.map(({ code, detail, line }) => (
          <Status key={`${code} ${line}`} type="warning">
            {detail}
          </Status>
        ))}
      </SpaceBetween>
    </Alert>
  )
}
