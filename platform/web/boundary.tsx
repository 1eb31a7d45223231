import { QueryErrorResetBoundary } from '@tanstack/react-query'
import { Component, type ReactNode } from 'react'
import { ErrorState } from './states.tsx'

type Props = { children: ReactNode; quiet?: boolean; frame?: (content: ReactNode) => ReactNode }
// React knows error boundaries as classes only.
class Boundary extends Component<Props & { reset: () => void }, { error: unknown }> {
  override state = { error: null as unknown }
  static getDerivedStateFromError(error: unknown) {
    return { error }
  }
  override render() {
    const { error } = this.state
    const { children, quiet, frame = (content) => content, reset } = this.props
    if (error === null) return children
    if (quiet) return null
    const retry = () => {
      reset()
      this.setState({ error: null })
    }
    return frame(<ErrorState error={error} retry={retry} />)
  }
}

/** Catches what fails below and offers to try again; `quiet` shows nothing instead, `frame` wraps what is shown. */
export function ErrorBoundary(props: Props) {
  return <QueryErrorResetBoundary>{({ reset }) => <Boundary {...props} reset={reset} />}</QueryErrorResetBoundary>
}
