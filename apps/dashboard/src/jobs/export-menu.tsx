import { type ReactNode, useRef, useState } from 'react';

import { useI18n } from '../i18n/i18n';
import { Button } from '../ui/button';
import { Failure } from '../ui/failure';
import { Dialog, MenuButton } from '../ui/overlays';
import { type ExportFormat } from './export-text';
import { type ListQuery } from './list-query';

interface Progress {
  readonly done: number;
  readonly total: number;
  readonly isOver?: boolean;
  readonly error?: unknown;
}

interface ExportMenuProps {
  readonly query: ListQuery;
}

/** Writes all jobs of the filter into a file, with the progress in a dialog. */
export function ExportMenu({ query }: ExportMenuProps): ReactNode {
  const { t } = useI18n();
  const [progress, setProgress] = useState<Progress>();
  const abort = useRef<AbortController>(undefined);
  const run = async (format: ExportFormat): Promise<void> => {
    const controller = new AbortController();
    abort.current = controller;
    const onProgress = (done: number, all: number): void => setProgress({ done, total: all });
    try {
      const { exportJobs } = await import('./export-jobs');
      await exportJobs(query, { format, signal: controller.signal, onProgress });
      setProgress((last) => ({ done: last?.done ?? 0, total: last?.total ?? 0, isOver: true }));
    } catch (error) {
      const isStopped = controller.signal.aborted || (error instanceof DOMException && error.name === 'AbortError');
      setProgress((last) => (isStopped ? undefined : { done: last?.done ?? 0, total: last?.total ?? 0, error }));
    }
  };
  const close = (): void => {
    abort.current?.abort();
    setProgress(undefined);
  };
  const entries = (['csv', 'ndjson'] as const).map((format) => ({
    id: format,
    label: t(`jobs.export.${format}`),
    onAction: () => void run(format),
  }));
  return (
    <>
      <MenuButton label={t('jobs.export')} groups={[{ entries }]}>
        <Button kind="plain">{t('jobs.export')}</Button>
      </MenuButton>
      {progress && (
        <Dialog title={t('jobs.export.title', { total: progress.total })} isOpen onClose={close}>
          <p role="status">{t('jobs.export.progress', { done: progress.done, total: progress.total })}</p>
          <progress
            className="export-progress"
            max={progress.total || 1}
            value={progress.done}
            aria-label={t('jobs.export')}
          />
          {progress.isOver && <p>{t('jobs.export.done')}</p>}
          {progress.error !== undefined && <Failure error={progress.error} />}
          <div className="dialog-buttons">
            <Button onPress={close}>
              {progress.isOver || progress.error !== undefined ? t('common.close') : t('jobs.export.stop')}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
