import { readFile } from 'node:fs/promises';

import { Problem, PROBLEMS, type ProblemSlug, problemText } from './problem.js';

const SLUGS = Object.keys(PROBLEMS) as ProblemSlug[];

describe('PROBLEMS', () => {
  it('has one heading each in docs/errors.md, in the same order', async () => {
    const page = await readFile(new URL('../../../../docs/errors.md', import.meta.url), 'utf8');
    const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(SLUGS);
  });

  it.each(SLUGS)('has the same status, title, code and meaning of %s as docs/errors.md', async (slug) => {
    const page = await readFile(new URL('../../../../docs/errors.md', import.meta.url), 'utf8');
    const [section = ''] = page.split(`## ${slug}\n`)[1]?.split('\n## ') ?? [];
    const { code, meaning, status, title } = PROBLEMS[slug];
    expect(section.replaceAll(/\s+/g, ' ')).toContain(`**${status} ${title}** (ONTAP code ${code}). ${meaning}`);
  });

  it('has only error statuses', () => {
    for (const { status } of Object.values(PROBLEMS)) expect(status).toBeGreaterThanOrEqual(400);
  });
});

describe('problemText', () => {
  it('has the members of RFC 9457 and an ONTAP error', () => {
    const problem = new Problem('unsupported-action', 'it cannot', {
      target: 'action',
      code: '458783',
      allow: ['GET'],
    });
    expect(JSON.parse(problemText(problem, { instance: '/api/jobs/um1~1', requestId: 'r-1' }))).toEqual({
      type: '/docs/errors#unsupported-action',
      title: 'Action not supported',
      status: 405,
      detail: 'it cannot',
      instance: '/api/jobs/um1~1',
      request_id: 'r-1',
      error: { code: '458783', message: 'it cannot', target: 'action' },
    });
  });

  it('uses the code of the table by default, and leaves out missing members', () => {
    expect(JSON.parse(problemText(new Problem('job-not-found', 'no'), { requestId: 'r-1' }))).toEqual({
      type: '/docs/errors#job-not-found',
      title: 'No such job',
      status: 404,
      detail: 'no',
      request_id: 'r-1',
      error: { code: '4', message: 'no' },
    });
  });
});
