import { Component, type ReactNode } from 'react'
import { ProblemAlert } from './problem-alert.tsx'

interface Props {
  readonly children: ReactNode
}

/** A screen that fails takes nothing else with it. */
export class ScreenBoundary extends Component<Props, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === undefined) return this.props.children
    return <ProblemAlert error={this.state.error} onRetry={() => window.location.reload()} />
  }
}
