import { type ReactNode } from 'react';

import { type JobActionName } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { Button } from '../ui/button';
import { Icon } from '../ui/icons';
import { allowed, MOST_IDS, type Selection } from './selection';

const ACTIONS: readonly JobActionName[] = ['pause', 'resume', 'cancel'];

interface SelectionBarProps {
  readonly selection: Selection;
  readonly total: number;
  /** All matches are selected, not only the ticked jobs. */
  readonly isAll: boolean;
  /** Why the caller may not act at all. */
  readonly forbidden: string | undefined;
  readonly onAction: (action: JobActionName) => void;
  readonly onAll: () => void;
  readonly onClear: () => void;
}

/** The bar below the table while jobs are ticked: how many of them take each action, and the way to all matches. */
export function SelectionBar(props: SelectionBarProps): ReactNode {
  const { t } = useI18n();
  const { selection, total, isAll, onAction, onAll, onClear } = props;
  const tooMany = !isAll && selection.size > MOST_IDS ? t('jobs.select.too-many', { most: MOST_IDS }) : undefined;
  const obstacle = props.forbidden ?? tooMany;
  return (
    <div className="selection-bar" role="toolbar" aria-label={t('jobs.selected', { count: selection.size })}>
      <strong>
        {isAll ? t('jobs.select.all-chosen', { count: total }) : t('jobs.selected', { count: selection.size })}
      </strong>
      {ACTIONS.map((action) => {
        const count = allowed(selection, action).length;
        return (
          <Button
            key={action}
            kind={action === 'cancel' ? 'danger' : 'normal'}
            isDisabled={obstacle !== undefined || (!isAll && count === 0)}
            onPress={() => onAction(action)}
          >
            {t(`action.${action}`)}
            {!isAll && ` ${count}/${selection.size}`}
          </Button>
        );
      })}
      {obstacle !== undefined && <span className="muted">{obstacle}</span>}
      {!isAll && total > selection.size && (
        <Button kind="link" onPress={onAll}>
          {t('jobs.select.all', { count: total })}
        </Button>
      )}
      <span className="selection-space" />
      <Button kind="plain" aria-label={t('jobs.select.clear')} onPress={onClear}>
        <Icon name="close" />
      </Button>
    </div>
  );
}
