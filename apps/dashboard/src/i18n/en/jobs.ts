import { type Message } from '../message';

/** Texts of the list of jobs. */
export const jobs = {
  'jobs.title': 'Jobs',
} satisfies Record<string, Message>;
