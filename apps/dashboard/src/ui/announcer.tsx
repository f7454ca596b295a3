import { type ReactNode } from 'react';

import { type Key, useI18n } from '../i18n/i18n';
import { type Places } from '../i18n/message';
import { Store, useStore } from '../live/store';

interface Announcement {
  readonly key: Key;
  readonly places?: Places;
}

const polite = new Store<Announcement | undefined>(undefined);
const assertive = new Store<Announcement | undefined>(undefined);

/** Lets screen readers say a text; `now` interrupts them, for a lost connection or a finished bulk action. */
export function announce(key: Key, places?: Places, urgency: 'polite' | 'now' = 'polite'): void {
  (urgency === 'now' ? assertive : polite).set({ key, places });
}

/** The live regions of the page. */
export function Announcer(): ReactNode {
  const { t } = useI18n();
  const [calm, urgent] = [useStore(polite), useStore(assertive)];
  return (
    <div className="visually-hidden">
      <div aria-live="polite">{calm && t(calm.key, calm.places)}</div>
      <div aria-live="assertive">{urgent && t(urgent.key, urgent.places)}</div>
    </div>
  );
}
