import { type ReactNode, useEffect, useRef } from 'react';

import { useI18n } from '../i18n/i18n';
import { Store, useStore } from '../live/store';
import { announce } from './announcer';
import { Button } from './button';
import { Dialog } from './overlays';

/** The text that has to be copied by hand, because the clipboard needs a secure context. */
const byHand = new Store<string | undefined>(undefined);

/** Copies a text, or opens a dialog with the text selected. Resolves to true if it was copied. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    announce('copy.done');
    return true;
  } catch {
    byHand.set(text);
    return false;
  }
}

/** The dialog for copying by hand; the page has one. */
export function CopyDialog(): ReactNode {
  const { t } = useI18n();
  const text = useStore(byHand);
  const close = (): void => byHand.set(undefined);
  return (
    <Dialog title={t('copy.by-hand')} isOpen={text !== undefined} onClose={close}>
      <SelectedText text={text ?? ''} />
      <div className="dialog-buttons">
        <Button onPress={close}>{t('common.close')}</Button>
      </div>
    </Dialog>
  );
}

function SelectedText({ text }: { readonly text: string }): ReactNode {
  const ref = useRef<HTMLTextAreaElement>(null);
  const { t } = useI18n();
  useEffect(() => ref.current?.select(), [text]);
  return <textarea ref={ref} className="field mono" readOnly rows={5} value={text} aria-label={t('copy.by-hand')} />;
}
