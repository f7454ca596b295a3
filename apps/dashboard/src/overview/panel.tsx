import { type ReactNode, useId } from 'react';

import { Failure } from '../ui/failure';
import css from './overview.module.css';

interface PanelProps {
  readonly title: string;
  readonly error: Error | null;
  readonly onRetry: () => void;
  readonly children: ReactNode;
}

/** A part of the overview. If its data could not be read again, the old data stay below the error. */
export function Panel({ title, error, onRetry, children }: PanelProps): ReactNode {
  const id = useId();
  return (
    <section className={css.panel} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {error !== null && <Failure error={error} onRetry={onRetry} />}
      {children}
    </section>
  );
}
