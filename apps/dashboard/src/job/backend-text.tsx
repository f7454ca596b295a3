import { type ReactNode, useState } from 'react';

import { Button } from '../ui/button';
import { visibleText } from './visible-text';

/** Characters of a text that are shown before the reader asks for the rest. */
const SHOWN = 4_000;

/** A text of a backend: only a text node, in its own direction, with marks for control characters. */
export function BackendText({ text, className }: { readonly text: string; readonly className?: string }): ReactNode {
  return (
    <span dir="auto" className={className}>
      {visibleText(text)}
    </span>
  );
}

/** A long text of a backend with its line ends; what exceeds 4,000 characters is shown on request. */
export function BackendBlock({ text, more }: { readonly text: string; readonly more: string }): ReactNode {
  const [isWhole, setWhole] = useState(false);
  const isCut = text.length > SHOWN && !isWhole;
  return (
    <>
      <span dir="auto">{visibleText(isCut ? text.slice(0, SHOWN) : text)}</span>
      {isCut && (
        <>
          …{' '}
          <Button kind="link" onPress={() => setWhole(true)}>
            {more}
          </Button>
        </>
      )}
    </>
  );
}
