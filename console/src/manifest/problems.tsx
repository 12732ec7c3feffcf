import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import type { Fix } from '../../../lib/manifest/diagnostics/diagnostic.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { Status } from '../parts/status.tsx'
import type { ManifestProblem } from './protocol.ts'

interface Props {
  readonly diagnostics: readonly ManifestProblem[]
  readonly isReadOnly: boolean
  readonly onGoTo: (diagnostic: ManifestProblem) => void
  readonly onFix: (fix: Fix) => void
  readonly onFixAll: () => void
}

/** Everything that is wrong, in the order of the text: a click goes there, and **Fix** mends what has one safe mend. */
export const Problems = ({ diagnostics, isReadOnly, onGoTo, onFix, onFixAll }: Props) => {
  const { t } = useI18n()
  const fixable = diagnostics.filter(({ fixes = [] }) => fixes.length > 0)
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${diagnostics.length})`}
          actions={
            fixable.length > 1 && (
              <Button formAction="none" disabled={isReadOnly} onClick={onFixAll}>
                {t('new.fixAll')}
              </Button>
            )
          }
        >
          {t('new.problems')}
        </Header>
      }
    >
      {diagnostics.length === 0 ? (
        <Status type="success">{t('new.noProblems')}</Status>
      ) : (
        <ul className="problems">
          {diagnostics.map(diagnostic => {
            const { code, severity, line, column, start, detail, hint, fixes: [fix] = [] } = diagnostic
            const text = hint === undefined ? detail : `${detail} ${hint}`
            return (
              <li key={`${code} ${start} ${detail}`}>
                <Status type={severity === 'error' ? 'error' : 'warning'}>{text}</Status>
                <Button
                  variant="inline-link"
                  formAction="none"
                  ariaLabel={t('new.goTo', { line, column })}
                  onClick={() => onGoTo(diagnostic)}
                >
                  {t('new.line', { line })}
                </Button>
                {fix && fix.edits.length > 0 && (
                  <Button
                    formAction="none"
                    disabled={isReadOnly}
                    ariaLabel={`${t('new.fix')}: ${fix.title}`}
                    onClick={() => onFix(fix)}
                  >
                    {t('new.fix')}
                  </Button>
                )}
              </li>
            )
          })}
        </ul>
      )}
    </Container>
  )
}
