import { Component, type ReactNode } from 'react';
import { ProblemAlert } from './states.js';

interface Props {
  title: string;
  children: ReactNode;
}

/** A part that fails leaves the rest of the page standing: no viewer's fault may take a report with it. */
export class FailureBoundary extends Component<Props, { error: unknown }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error === null ? this.props.children : <ProblemAlert error={error} title={this.props.title} />;
  }
}
