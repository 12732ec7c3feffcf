import Box from '@cloudscape-design/components/box'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useContext } from 'react'
import { ApiProblem, ForeignAnswer, MalformedAnswer, NoAnswer, type Problem } from '../api/problem.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { type ProblemTitles, ProblemTitlesContext } from '../i18n/problem-titles.ts'
import type { Translate } from '../i18n/translate.ts'
import { isSessionOver } from '../sign-in/session.ts'
import { CodeGone } from './code-gone.ts'
import { FileRefused } from './read-file.ts'

/** What an error is called, in the language of the page. */
export const ProblemTitle = ({ error }: { readonly error: unknown }) => {
  const { t } = useI18n()
  const titles = useContext(ProblemTitlesContext)
  return <>{titleOf(error, t, titles)}</>
}

const titleOf = (error: unknown, t: Translate, titles: ProblemTitles): string => {
  if (isSessionOver(error)) return t('signIn.ended')
  if (error instanceof ApiProblem) return titles[error.problem.code] ?? error.problem.title
  if (error instanceof NoAnswer) return t('problem.offline')
  if (error instanceof MalformedAnswer) return t('problem.malformed')
  if (error instanceof ForeignAnswer) return t('problem.foreign', { status: error.status })
  if (error instanceof CodeGone) return t('problem.codeGone')
  if (error instanceof FileRefused) return t(`file.${error.fault}`, { name: error.fileName })
  return t('problem.page')
}

/** What went wrong and what to do: the problem's own words, its code and its request ID. */
export const ProblemWords = ({ error }: { readonly error: unknown }) => {
  const { t } = useI18n()
  if (isSessionOver(error)) return <>{t('signIn.endedAbout')}</>
  if (error instanceof NoAnswer) return <>{t('problem.offlineDetail')}</>
  if (error instanceof MalformedAnswer) {
    const { route, at } = error
    const where = at === '' ? t('problem.malformedWhole', { route }) : t('problem.malformedPart', { route, at })
    return (
      <>
        <span className="break">{where}</span> {t('problem.malformedDetail')}
      </>
    )
  }
  if (error instanceof ForeignAnswer) return <>{t('problem.foreignDetail')}</>
  if (error instanceof CodeGone) return <>{t('problem.codeGoneDetail')}</>
  if (error instanceof FileRefused) return <>{t(`file.${error.fault}About`)}</>
  if (!(error instanceof ApiProblem)) return <>{error instanceof Error ? error.message : String(error)}</>
  const { problem } = error
  return (
    <SpaceBetween size="xs">
      <span className="break">{problem.detail}</span>
      <ProblemParts problem={problem} />
      {problem.retryable && <span>{t('problem.retryable')}</span>}
      {/* No colour of its own: it stands on the colours of messages too. */}
      <Box fontSize="body-s" color="inherit">
        {t('problem.reference', { code: problem.code, requestId: problem.requestId })}
      </Box>
    </SpaceBetween>
  )
}

const MOST_PARTS = 20

const ProblemParts = ({ problem: { errors = [], service } }: { readonly problem: Problem }) => {
  const { t } = useI18n()
  return (
    <>
      {errors.length > 0 && (
        <ul>
          {errors.slice(0, MOST_PARTS).map(({ code, detail, pointer, line }) => (
            <li key={`${code} ${pointer} ${line} ${detail}`} className="break">
              {detail} {line !== undefined && `(${t('new.line', { line })})`} {code}
            </li>
          ))}
        </ul>
      )}
      {errors.length > MOST_PARTS && <span>{t('problem.moreParts', { count: errors.length - MOST_PARTS })}</span>}
      {service && (
        <span className="break">
          {service.code}: {service.message}
        </span>
      )}
    </>
  )
}
