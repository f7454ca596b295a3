import { type ReactNode, useId } from 'react';

import css from './job.module.css';

interface SectionProps {
  readonly title: string;
  /** Stands beside the title, muted. */
  readonly note?: string;
  readonly children: ReactNode;
}

/** A part of a screen under a heading. */
export function Section({ title, note, children }: SectionProps): ReactNode {
  const id = useId();
  return (
    <section className={css.section} aria-labelledby={id}>
      <div className={css.headLine}>
        <h3 id={id}>{title}</h3>
        {note !== undefined && <span className="muted">{note}</span>}
      </div>
      {children}
    </section>
  );
}
