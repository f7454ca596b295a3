import { type Job } from '../api/types';
import { visibleText } from './visible-text';

/** How a job is called in one line: its type and its description, else its native id. */
export function jobName(job: Pick<Job, 'description' | 'native_id' | 'type'>): string {
  const words = [job.type, job.description].filter((word) => word !== undefined && word !== '');
  return visibleText(words.length === 0 ? job.native_id : words.join(' '));
}
