import { type Adapter, type Login, type ObservedJob, type OnPage } from '@gateway/core';

import { authorizationFor, withoutSecrets } from './http/login.js';

/** Shorter secrets may be ordinary words of a text: to mask them would show where they are. */
const SHORTEST_MASKED = 8;

/** The fields in which a backend writes sentences. Ids, states and times are never changed. */
const TEXT_FIELDS = ['description', 'message', 'error', 'tasks', 'results'] as const;
const TEXTS: ReadonlySet<string> = new Set(['message', 'name', 'value']);

/**
 * The adapter, with `[secret]` in place of the source's own login in the texts of jobs: a backend may log the request
 * that started a job. Secrets of less than eight characters are not masked.
 */
export function withMaskedTexts(adapter: Adapter, login: Login): Adapter {
  if (login.type === 'certificate') return adapter;
  const masked = (job: ObservedJob): ObservedJob => maskedJob(job, login);
  const maskedPages =
    (onPage: OnPage): OnPage =>
    (page) =>
      onPage({ ...page, jobs: async () => (await page.jobs()).map(masked) });
  const [poll, list, get] = [adapter.poll.bind(adapter), adapter.list.bind(adapter), adapter.get.bind(adapter)];
  return Object.assign(adapter, {
    poll: (cursor: string | undefined, signal: AbortSignal, onPage: OnPage) =>
      poll(cursor, signal, maskedPages(onPage)),
    list: (since: number, signal: AbortSignal, onPage: OnPage) => list(since, signal, maskedPages(onPage)),
    get: async (nativeId: string, signal: AbortSignal) => {
      const job = await get(nativeId, signal);
      return job && masked(job);
    },
  });
}

function maskedJob(job: ObservedJob, login: Exclude<Login, { type: 'certificate' }>): ObservedJob {
  const secret = login.type === 'basic' ? login.password : login.token;
  if (secret.reveal().length < SHORTEST_MASKED) return job;
  const authorization = authorizationFor(login);
  const clean = (text: string): string => withoutSecrets(text, login, authorization);
  let result = job;
  for (const field of TEXT_FIELDS) {
    const value = job[field];
    const shown = value === undefined ? undefined : maskedValue(value, clean);
    if (shown !== value) result = { ...result, [field]: shown };
  }
  return result;
}

/** The value itself if it has nothing to mask, so that most jobs are not copied. */
function maskedValue(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value))
    return changedOnly(
      value,
      value.map((item) => maskedValue(item, clean)),
    );
  if (typeof value !== 'object' || value === null) return value;
  let result = value;
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === 'string' && !TEXTS.has(name)) continue;
    const shown = maskedValue(member, clean);
    if (shown !== member) result = { ...result, [name]: shown };
  }
  return result;
}

function changedOnly(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  return after.every((item, at) => item === before[at]) ? before : after;
}
