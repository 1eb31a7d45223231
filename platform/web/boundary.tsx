import { QueryErrorResetBoundary } from '@tanstack/react-query'
import { Component, type ReactNode } from 'react'
import { tryAnew } from './late.ts'
import { ErrorState } from './states.tsx'

type Props = { children: ReactNode; quiet?: boolean; frame?: (content: ReactNode) => ReactNode }
// React knows error boundaries as classes only.
class Boundary extends Component<Props & { reset: () => void }, { error: unknown }> {
  override state = { error: null as unknown }
  static getDerivedStateFromError(error: unknown) {
    return { error }
  }
  override componentDidMount() {
    addEventListener('online', this.again)
  }
  override componentWillUnmount() {
    removeEventListener('online', this.again)
  }
  again = () => {
    if (this.state.error === null) return
    tryAnew()
    this.props.reset()
    this.setState({ error: null })
  }
  override render() {
    const { error } = this.state
    const { children, quiet, frame = (content) => content } = this.props
    if (error === null) return children
    return quiet ? null : frame(<ErrorState error={error} retry={this.again} />)
  }
}

/** Catches what fails below and offers to try again (and does so when the connection is back); `quiet` shows nothing instead, `frame` wraps what is shown. */
export function ErrorBoundary(props: Props) {
  return <QueryErrorResetBoundary>{({ reset }) => <Boundary {...props} reset={reset} />}</QueryErrorResetBoundary>
}
