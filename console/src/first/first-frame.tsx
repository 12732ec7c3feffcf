import type { ReactNode } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { linkTo } from '../route.ts'

interface Props {
  /** List items. Default: it is not known yet who looks at the page */
  readonly navigation?: ReactNode
  /** What is there is not all yet. Default: true */
  readonly isBusy?: boolean
  readonly children: ReactNode
}

/** The frame of the page, as `AppLayout` will have it. */
export const FirstFrame = ({ navigation, isBusy = true, children }: Props) => {
  const { t } = useI18n()
  return (
    <div className="first">
      <header>
        <a href={linkTo([])}>Waybill</a>
      </header>
      <nav aria-label={t('frame.navigation')}>
        <ul>{navigation}</ul>
      </nav>
      {/* What follows takes its place; who listens to the page is not read both. */}
      <main aria-busy={isBusy}>{children}</main>
    </div>
  )
}
