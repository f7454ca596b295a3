/**
 * The figures of docs/performance.md: which result shows each, and its goal. `atLeast` and `atMost` are in the unit of the
 * figure; `scale` divides the measured value before it is shown and compared. `reached` is the value of a goal that is
 * missed: the small benchmark compares with it. `isPaired` is a ratio of two measurements that a busy machine disturbs alike.
 */
const KB = 1_000;
const MB = 1_000_000;
const SHARE = 'share of the constant';

function read(what, key, atLeast, phase = 'quiet') {
  return { part: 'reads', what: `${what}; ${phase}`, key: `${key}.${phase}`, unit: SHARE, atLeast, isRatio: true };
}

const FILTERS = { none: 'no filter', state: 'state', source: 'source', both: 'state and source' };

const reads = [
  ...Object.entries(FILTERS).map(([key, name]) => read(`list of 50, ${name}`, `list.${key}`, 0.95)),
  ...Object.entries(FILTERS).map(([key, name]) => read(`list of 50, ${name}`, `list.${key}`, 0.7, 'busy')),
  { ...read('304', '304', 0.95), unit: 'share of an empty 304', reached: 0.7 },
  { ...read('304', '304', 0.7, 'busy'), unit: 'share of an empty 304' },
  read('get one job', 'job.one', 0.9),
  read('get random jobs', 'job.random', 0.9),
  read('summary by state and source', 'summary', 0.9),
];

const peers = [
  ['bull-board', 'bull-board over BullMQ', 40],
  ['fan-out', 'fan-out to 60 backends per request', 500],
  ['redis-naive', 'Redis, all jobs read per request', 1_000],
  ['redis-indexed', 'Redis, indexed, page read per request', undefined],
  ['nest.list', 'Nest on Fastify, constant', undefined],
  ['node-http.list', 'bare node:http, constant', undefined],
].map(([key, name, atLeast]) => ({
  part: 'peers',
  what: `list, busy, against ${name}`,
  key: `peer.${key}`,
  unit: 'times the peer',
  atLeast,
  isRatio: true,
}));

const intake = [
  {
    part: 'intake',
    what: 'intake of 100,000 jobs, embedded',
    key: 'intake.embedded',
    unit: 'jobs/s',
    atLeast: 50_000,
    reached: 6_500,
  },
  { part: 'intake', what: 'intake of 100,000 jobs, Redis', key: 'intake.redis', unit: 'jobs/s', atLeast: 20_000 },
  ...['embedded', 'redis', 'outage', 'restart'].flatMap((name) => {
    const what = `intake of 200 × 5,000 jobs, ${{ outage: 'after an outage', restart: 'after a kill' }[name] ?? name}`;
    const key = `million.${name}`;
    return [
      { part: 'intake-million', what, key, unit: 's', atMost: 30 },
      { part: 'intake-million', what: `${what}: reads, p99`, key: `${key}.p99`, unit: 'ms', atMost: 50 },
      { part: 'intake-million', what: `${what}: lost leases`, key: `${key}.lostLeases`, unit: '', atMost: 0 },
      { part: 'intake-million', what: `${what}: failed polls`, key: `${key}.failedPolls`, unit: '', atMost: 0 },
    ];
  }),
];

const memory = [
  ['intake', 'after the intake of 100,000 jobs', 'memory.embedded', 2.1],
  ['intake', 'after the intake of 100,000 jobs, Redis', 'memory.redis'],
  ['intake-million', 'after the intake of 1,000,000 jobs', 'million.embedded.memory'],
  ['start', 'after a start with 100,000 jobs', 'memory.embedded.100000'],
  ['start', 'after a start with 1,000,000 jobs', 'memory.embedded.1000000'],
].map(([part, when, key, reached]) => ({
  part,
  what: `resident memory ${when}`,
  key,
  unit: 'kB per job',
  atMost: 1.6,
  scale: KB,
  ...(reached !== undefined && { reached }),
}));

const million = [
  ['page at row 900,000', 'query.deepRatio', 'times the first page', 1.3],
  ['counts by state and source', 'query.counts', 'ms', 1],
  ['total of a filter', 'query.total', 'ms', 60],
  ['order by another field', 'query.order', 'ms', 150],
  ['contains-search', 'query.search', 'ms', 150],
  ['other requests, p99', 'others.alone', 'ms', undefined],
  ['other requests during a search, p99', 'others.search', 'ms', 20],
  ['other requests during a sort, p99', 'others.order', 'ms', 20],
  ['other requests during a count, p99', 'others.total', 'ms', 20],
].map(([what, key, unit, atMost]) => ({ part: 'queries', what, key, unit, atMost }));

const loop = [
  ['event loop held, 2,000 changes/s', 'loop.changes', 20],
  ['event loop held, summary of 10,000 groups', 'loop.groups', 20],
  ['event loop held, retention sweep', 'loop.sweep', 20],
  ['main thread running in one turn, 2,000 changes/s', 'ran.changes', undefined],
  ['main thread running in one turn, summary of 10,000 groups', 'ran.groups', undefined],
  ['main thread running in one turn, retention sweep', 'ran.sweep', undefined],
  ['longest garbage collection, 2,000 changes/s', 'gc.changes', 50],
].map(([what, key, atMost]) => ({ part: 'event-loop', what, key, unit: 'ms', atMost }));

const bulk = [
  ['preview', 'bulk.preview', 'ms', undefined],
  ['preview: event loop held', 'loop.preview', 'ms', 20],
  ['preview: main thread running in one turn', 'ran.preview', 'ms', undefined],
  ['actions: a second and source', 'bulk.rate', '', 5.5],
  ['actions: event loop held', 'loop.bulk', 'ms', 20],
  ['actions: main thread running in one turn', 'ran.bulk', 'ms', undefined],
].map(([what, key, unit, atMost]) => ({ part: 'bulk', what, key, unit, atMost }));

const cycle = [
  ['200 × 500 unchanged jobs: CPU of a cycle', 'cycle.multiple', 'times JSON.parse', 2.5],
  ['200 × 500 unchanged jobs: share of a core', 'cycle.share', '', 0.25],
  ['200 × 500 unchanged jobs: changes written', 'cycle.changes', '', 0],
].map(([what, key, unit, atMost]) => ({ part: 'cycle', what, key, unit, atMost }));

const watches = [
  {
    part: 'watch',
    what: 'change at the backend to event, p99 above the interval',
    key: 'watch.change',
    unit: 'ms',
    atMost: 50,
  },
  { part: 'watch', what: 'action through the gateway to event, p99', key: 'watch.action', unit: 'ms', atMost: 250 },
  { part: 'watchers', what: '1,000 watchers × 50 events/s, p99', key: 'watchers.p99', unit: 'ms', atMost: 100 },
  { part: 'watchers', what: '1,000 watchers, memory', key: 'watchers.memory', unit: 'MB', atMost: 300, scale: MB },
];

const page = [
  { what: 'longest task, 0 if none exceeds 50 ms', key: 'page.longest', unit: 'ms', atMost: 50 },
  { what: 'memory of the page', key: 'page.heap', unit: 'MB', atMost: 150, scale: MB },
].map((goal) => ({ part: 'page', ...goal }));

const starts = ['embedded', 'redis'].flatMap((store) =>
  [
    [100_000, 1.5, 12],
    [1_000_000, 12],
  ].map(([jobs, atMost, reached]) => ({
    part: 'start',
    what: `ready after a start with ${jobs.toLocaleString('en')} jobs, ${store}`,
    key: `ready.${store}.${jobs}`,
    unit: 's',
    atMost,
    ...(reached !== undefined && { reached }),
  })),
);

const redis = [
  { part: 'start', what: 'Redis commands above 10 ms, fill and starts', key: 'slow.1000000', unit: '', atMost: 0 },
  {
    part: 'intake-million',
    what: 'Redis commands above 10 ms, intake',
    key: 'million.redis.slow',
    unit: '',
    atMost: 0,
  },
];

const growth = [
  { part: 'growth', what: '1,000 sources instead of 20', key: 'sources.ratio', unit: 'times the share', atLeast: 0.9 },
];

const scopes = [
  ['list of 50, no filter', 'none'],
  ['list of 50, state', 'state'],
  ['list of 50, source', 'source'],
  ['list of 50, state and source', 'both'],
  ['count of a state', 'count'],
  ['summary by state', 'states'],
  ['summary by state and source', 'sources'],
].map(([what, key]) => ({
  part: 'scopes',
  what: `${what}; a scope of 500 of 1,000 sources`,
  key: `scope.${key}`,
  unit: 'of the speed without',
  atLeast: 0.9,
  isRatio: true,
  isPaired: true,
}));

const access = [
  ['list of 50, no filter', 'list.none'],
  ['list of 50, state', 'list.state'],
  ['list of 50, source', 'list.source'],
  ['list of 50, state and source', 'list.both'],
  ['304', '304'],
  ['get one job', 'job.one'],
  ['get random jobs', 'job.random'],
  ['summary by state and source', 'summary'],
].map(([what, key]) => ({
  part: 'access',
  what: `${what}; with a token, a scope and limits`,
  key: `access.${key}`,
  unit: 'of the speed without',
  atLeast: 0.9,
  isRatio: true,
  isPaired: true,
}));

/** The tables of the report, in order. */
export const GOALS = {
  Reads: reads,
  Peers: peers,
  Intake: intake,
  Memory: memory,
  'A million jobs': million,
  'Event loop': loop,
  'Bulk actions': bulk,
  Polling: cycle,
  Watches: watches,
  'Web page': page,
  Start: starts,
  Redis: redis,
  Growth: growth,
  Access: access,
  Scopes: scopes,
};

/** How far a value is from its goal: 1 and above meets it. `undefined` without a goal. */
export function attained({ atLeast, atMost }, value) {
  if (atLeast !== undefined) return value / atLeast;
  if (atMost === undefined) return undefined;
  return value <= atMost ? 1 : atMost / value;
}
