import { type ReactNode, useEffect, useRef } from 'react';
import './copy.css';

import { useI18n } from '../i18n/i18n';
import { Store, useStore } from '../live/store';
import { announce } from './announcer';
import { Button } from './button';
import { Dialog } from './overlays';

/** The text that has to be copied by hand, because the clipboard needs a secure context. */
const byHand = new Store<string | undefined>(undefined);

/** How often a text was copied, while the note about it is shown; else 0. */
const copied = new Store(0);
const NOTE_MS = 2_000;

/** Copies a text, or opens a dialog with the text selected. Resolves to true if it was copied. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    announce('copy.done');
    copied.set(copied.get() + 1);
    return true;
  } catch {
    byHand.set(text);
    return false;
  }
}

/** The dialog for copying by hand, and the note after a copy; the page has one of both. */
export function CopyDialog(): ReactNode {
  const { t } = useI18n();
  const text = useStore(byHand);
  const close = (): void => byHand.set(undefined);
  return (
    <>
      <CopiedNote />
      <Dialog title={t('copy.by-hand')} isOpen={text !== undefined} onClose={close}>
        <SelectedText text={text ?? ''} />
        <div className="dialog-buttons">
          <Button onPress={close}>{t('common.close')}</Button>
        </div>
      </Dialog>
    </>
  );
}

/** The note that a text was copied, for two seconds. Screen readers get it from the announcer. */
function CopiedNote(): ReactNode {
  const { t } = useI18n();
  const count = useStore(copied);
  useEffect(() => {
    if (count === 0) return undefined;
    const timer = setTimeout(() => copied.set(0), NOTE_MS);
    return () => clearTimeout(timer);
  }, [count]);
  if (count === 0) return null;
  return (
    <div className="copied-note" aria-hidden="true">
      {t('copy.done')}
    </div>
  );
}

function SelectedText({ text }: { readonly text: string }): ReactNode {
  const ref = useRef<HTMLTextAreaElement>(null);
  const { t } = useI18n();
  useEffect(() => ref.current?.select(), [text]);
  return <textarea ref={ref} className="field mono" readOnly rows={5} value={text} aria-label={t('copy.by-hand')} />;
}
