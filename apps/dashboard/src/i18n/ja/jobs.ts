import { type jobs as english } from '../en/jobs';
import { type Message } from '../message';

/** Texts of the list of jobs in Japanese. */
export const jobs = {
  'jobs.title': 'ジョブ',
} satisfies Record<keyof typeof english, Message>;
