import { type ReactNode } from 'react';
import { Link } from 'wouter';

import { type Job } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { lengthOf } from '../live/duration';
import { StateLabel } from '../ui/state-label';
import { BackendBlock, BackendText } from './backend-text';
import { factQuery, factsOf } from './facts';
import css from './job.module.css';
import { Section } from './section';
import { secondsBetween } from './timeline';
import { jobPath } from './use-job';

/** The steps of a job. */
export function JobTasks({ job: { tasks = [] } }: { readonly job: Job }): ReactNode {
  const { number, t } = useI18n();
  if (tasks.length === 0) return null;
  return (
    <Section title={t('job.tasks')} note={number(tasks.length)}>
      <ol className={css.tasks}>
        {tasks.map((task, index) => (
          <li key={`${task.native_id} ${index}`} className={css.task}>
            <StateLabel state={task.state} />
            <span>
              <BackendText text={task.name ?? t('job.task.untitled', { number: index + 1 })} />{' '}
              {task.message !== undefined && <BackendText className="muted" text={task.message} />}
            </span>
            <TaskLength task={task} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

function TaskLength({
  task: { start_time, end_time },
}: {
  readonly task: NonNullable<Job['tasks']>[number];
}): ReactNode {
  const { units } = useI18n();
  if (start_time === undefined || end_time === undefined) return null;
  return <span className="muted">{lengthOf(Math.max(0, secondsBetween(start_time, end_time)), units)}</span>;
}

/** The results of a job. */
export function JobResults({ job: { results = [] } }: { readonly job: Job }): ReactNode {
  const { t } = useI18n();
  if (results.length === 0) return null;
  return (
    <Section title={t('job.results')}>
      <dl className={css.facts}>
        {results.map(({ name, value }, index) => (
          <div key={index} className={css.fact}>
            <dt>
              <BackendText text={name} />
            </dt>
            <dd className="mono">
              <BackendBlock text={value} more={t('common.more')} />
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** What is known about a job; a value that other jobs share leads to them. */
export function JobFacts({ job }: { readonly job: Job }): ReactNode {
  const { t } = useI18n();
  return (
    <Section title={t('job.facts')}>
      <dl className={css.facts}>
        {factsOf(job).map((fact) => (
          <div key={fact.field} className={css.fact}>
            <dt className="mono">{fact.field}</dt>
            <dd className={fact.isCode ? 'mono' : undefined}>
              {fact.isFilter ? (
                <Link href={`/jobs?${factQuery(fact)}`} title={t('job.facts.find')}>
                  <BackendText text={fact.value} />
                </Link>
              ) : (
                <BackendText text={fact.value} />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** The ways from a job to its source, its relatives and its record. */
export function JobLinks({ job }: { readonly job: Job }): ReactNode {
  const { t } = useI18n();
  const source = factQuery({ field: 'source.name', value: job.source.name });
  const object = job.object?.name;
  return (
    <Section title={t('job.links')}>
      <ul className={css.linkLine}>
        <li>
          <Link href={`/sources/${job.source.name}`}>{t('job.link.source', { name: job.source.name })}</Link>
        </li>
        {job.parent_id !== undefined && (
          <li>
            <Link href={`/jobs/${encodeURIComponent(`${job.source.name}~${job.parent_id}`)}`}>
              {t('job.link.parent')}
            </Link>
          </li>
        )}
        {(job.spawned?.total ?? 0) > 0 && (
          <li>
            <Link href={`/jobs?${source}&${factQuery({ field: 'parent_id', value: job.native_id })}`}>
              {t('job.link.children')}
            </Link>
          </li>
        )}
        {object !== undefined && (
          <li>
            <Link href={`/jobs?${source}&${factQuery({ field: 'object.name', value: object })}`}>
              {t('job.link.object')}
            </Link>
          </li>
        )}
        <li>
          <a href={jobPath(job.id)} target="_blank" rel="noreferrer">
            {t('job.link.record')}
          </a>
        </li>
      </ul>
    </Section>
  );
}
