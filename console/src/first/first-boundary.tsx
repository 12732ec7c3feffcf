import { Component, type ReactNode } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { FirstFrame } from './first-frame.tsx'

interface Props {
  readonly children: ReactNode
}

/** Shows that the page did not come, where the components that would show it did not come either. */
export class FirstBoundary extends Component<Props, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override render() {
    return this.state.hasFailed ? <NotLoaded /> : this.props.children
  }
}

const NotLoaded = () => {
  const { t } = useI18n()
  return (
    <FirstFrame isBusy={false}>
      <h1>{t('problem.codeGone')}</h1>
      <p role="alert">{t('problem.codeGoneDetail')}</p>
      <button type="button" onClick={() => window.location.reload()}>
        {t('state.tryAgain')}
      </button>
    </FirstFrame>
  )
}
