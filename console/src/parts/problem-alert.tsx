import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { ApiProblem, ForeignAnswer, NoAnswer, type Problem } from '../api/problem.ts'
import { useI18n } from '../i18n/i18n.tsx'

interface Props {
  readonly error: unknown
  /** Default: there is nothing to try again */
  readonly onRetry?: (() => void) | undefined
}

/** What went wrong, what it is called, and what to do: the problem's own words, its code and its request ID. */
export const ProblemAlert = ({ error, onRetry }: Props) => {
  const { t } = useI18n()
  const action = onRetry && (
    <Button iconName="refresh" onClick={onRetry}>
      {t('state.tryAgain')}
    </Button>
  )
  if (error instanceof ApiProblem) {
    const { problem } = error
    return (
      <Alert type="error" header={problem.title} action={action}>
        <SpaceBetween size="xs">
          <span className="break">{problem.detail}</span>
          <ProblemParts problem={problem} />
          {problem.retryable && <span>{t('problem.retryable')}</span>}
          <Box color="text-body-secondary" fontSize="body-s">
            {t('problem.reference', { code: problem.code, requestId: problem.requestId })}
          </Box>
        </SpaceBetween>
      </Alert>
    )
  }
  const [header, detail] =
    error instanceof NoAnswer
      ? [t('problem.offline'), t('problem.offlineDetail')]
      : error instanceof ForeignAnswer
        ? [t('problem.foreign', { status: error.status }), t('problem.foreignDetail')]
        : [t('problem.page'), error instanceof Error ? error.message : String(error)]
  return (
    <Alert type="error" header={header} action={action}>
      {detail}
    </Alert>
  )
}

const MOST_PARTS = 20

const ProblemParts = ({ problem: { errors = [], service } }: { readonly problem: Problem }) => (
  <>
    {errors.length > 0 && (
      <ul>
        {errors.slice(0, MOST_PARTS).map(({ code, detail, pointer, line }) => (
          <li key={`${code} ${pointer} ${line}`} className="break">
            {detail} {line !== undefined && `(${line})`} <Box variant="small">{code}</Box>
          </li>
        ))}
      </ul>
    )}
    {service && (
      <span className="break">
        {service.code}: {service.message}
      </span>
    )}
  </>
)
