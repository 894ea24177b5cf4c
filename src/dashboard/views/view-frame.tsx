/** The frame of every view: its loading state, and its error state with a way back. */
import { Component, Suspense, type ReactNode } from 'react';
import { Failed, Loading } from '../ui/states';

interface FrameProps {
  /** Another key resets the frame: the error of one screen must not outlive it. */
  resetKey: string;
  children: ReactNode;
}

interface FrameState {
  error: Error | null;
  resetKey: string;
}

export class ViewFrame extends Component<FrameProps, FrameState> {
  override state: FrameState = { error: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<FrameState> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps({ resetKey }: FrameProps, state: FrameState): Partial<FrameState> | null {
    return resetKey === state.resetKey ? null : { error: null, resetKey };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error !== null)
      return (
        <Failed
          title="This part could not be drawn"
          message={error.message}
          onRetry={() => this.setState({ error: null })}
        />
      );
    return <Suspense fallback={<Loading what="the view" />}>{this.props.children}</Suspense>;
  }
}
