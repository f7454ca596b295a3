import { type ReactNode, useState } from 'react';

import { type Key, useI18n } from '../i18n/i18n';
import { Button } from '../ui/button';
import { Dialog } from '../ui/overlays';

const KEYS: readonly (readonly [keys: string, key: Key])[] = [
  ['/', 'keys.filter'],
  ['j  k  ↓  ↑', 'keys.next'],
  ['Enter  o', 'keys.open'],
  ['Esc', 'keys.close'],
  ['x  Shift+x', 'keys.tick'],
  ['a', 'keys.tick-all'],
  ['.', 'keys.show'],
  ['p', 'keys.hold'],
  ['c', 'keys.cancel'],
  ['Shift+p', 'keys.pause'],
  ['r', 'keys.resume'],
  ['y', 'keys.copy-id'],
  ['u', 'keys.copy-link'],
  ['g j', 'keys.go-jobs'],
  ['g s', 'keys.go-sources'],
  ['g a', 'keys.go-actions'],
  ['g o', 'keys.go-overview'],
  ['f', 'keys.facets'],
  ['t', 'keys.theme'],
  ['?', 'keys.help'],
];

/** All keys of the page, searchable. */
export function KeysDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }): ReactNode {
  const { t } = useI18n();
  const [search, setSearch] = useState('');
  const found = KEYS.filter(([keys, key]) => `${keys} ${t(key)}`.toLowerCase().includes(search.toLowerCase()));
  return (
    <Dialog title={t('keys.title')} isOpen={isOpen} onClose={onClose}>
      <input
        className="field"
        type="search"
        aria-label={t('keys.search')}
        placeholder={t('keys.search')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <ul className="keys-list" tabIndex={0}>
        {found.map(([keys, key]) => (
          <li key={key}>
            <span>{t(key)}</span>
            <span>
              {keys.split('  ').map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <div className="dialog-buttons">
        <Button onPress={onClose}>{t('common.close')}</Button>
      </div>
    </Dialog>
  );
}
