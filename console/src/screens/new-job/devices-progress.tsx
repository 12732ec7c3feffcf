import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { ApiProblem } from '../../api/problem.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { ProblemAlert } from '../../parts/problem-alert.tsx'
import { type DevicesRun, isOpen } from './use-devices-run.ts'

interface Props {
  readonly run: DevicesRun
  readonly onStop: () => void
  readonly onGoOn: () => void
}

/** How many lines have which outcome: only what the API has answered counts. */
const countsOf = ({ results }: DevicesRun) => {
  const all = [...results.values()]
  const jobs = all.filter(({ job }) => job !== undefined)
  return {
    made: jobs.filter(({ replayed }) => replayed !== true).length,
    found: jobs.filter(({ replayed }) => replayed === true).length,
    valid: all.filter(({ validation }) => validation !== undefined).length,
    refused: all.filter(result => !isOpen(result) && result.job === undefined).length,
  }
}

/** How far a table has come, and what came of it. */
export const DevicesProgress = ({ run, onStop, onGoOn }: Props) => {
  const { t } = useI18n()
  const { made, found, valid, refused } = countsOf(run)
  const all = run.rows.length
  const isCreating = run.does === 'create'
  const words = [
    ...(isCreating ? [t('batch.made', { count: made })] : [t('devices.valid', { count: valid })]),
    ...(found > 0 ? [t('devices.found', { count: found })] : []),
    ...(refused > 0 ? [t('devices.refused', { count: refused })] : []),
  ].join(' · ')
  if (run.is === 'running') {
    return (
      <SpaceBetween size="xs">
        <ProgressBar
          value={(100 * run.done) / Math.max(1, all)}
          label={t(isCreating ? 'devices.creating' : 'devices.validating')}
          additionalInfo={t('devices.done', { count: run.done, all })}
          description={run.waits === undefined ? words : t('devices.waits', { count: run.waits })}
        />
        {run.done < all && <Button onClick={onStop}>{t('devices.stop')}</Button>}
      </SpaceBetween>
    )
  }
  // Sent again as it is, it would be refused again.
  const isFinal = run.error instanceof ApiProblem && !run.error.problem.retryable
  return (
    <div aria-live="polite">
      <SpaceBetween size="m">
        {run.error !== undefined && <ProblemAlert error={run.error} />}
        {run.is === 'stopped' && !isFinal && (
          <Alert
            type="warning"
            header={t('devices.stopped', { count: run.done, all })}
            action={<Button onClick={onGoOn}>{t('devices.goOn')}</Button>}
          >
            {words}. {t('devices.stoppedAbout')}
          </Alert>
        )}
        {(run.is === 'ended' || isFinal) && (
          <Alert type={refused > 0 || isFinal ? 'error' : 'success'} header={words}>
            {!isCreating && (refused > 0 || isFinal) && t('devices.nothingSent')}
          </Alert>
        )}
      </SpaceBetween>
    </div>
  )
}
