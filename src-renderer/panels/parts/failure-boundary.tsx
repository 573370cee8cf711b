import { Component, type ReactNode } from 'react'
import { Button } from './button.tsx'

interface Props {
  /** What stands inside, as the person calls it: `the graph`, `this panel`. */
  readonly what: string
  readonly children: ReactNode
}

/** Keeps a fault of one part of the screen from taking the others along, and says so in its place. */
export class FailureBoundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <div className="failed-part" role="alert">
        <p>
          Something went wrong while drawing {this.props.what}. The peers go on, and so does the rest of the screen.
        </p>
        <Button label="Reload" hint="Loads the screen again; nothing is lost." onPress={() => location.reload()} />
      </div>
    )
  }
}
