// A simulated cluster with a constant number of active jobs.
const MINUTE_MS = 60_000;
const FINISHED_JOB_TTL_MS = 5 * MINUTE_MS;

/** An ONTAP cluster with a constant number of active jobs, some of which never end. It lists finished jobs for 5 minutes. */
export class ChurningBackend {
  kind = 'ontap';
  actions = ['pause', 'resume', 'cancel'];
  reruns = false;
  ended = 0;
  #time;
  #churn;
  #comparedMs;
  #number = 0;
  #active = [];
  #immortal = [];
  #endings = [];

  /** Keeps finished jobs for `comparedMs`, to compare them with the view. */
  constructor(time, active, churn, comparedMs) {
    this.#comparedMs = comparedMs;
    this.#time = time;
    this.#churn = churn;
    this.#active = Array.from({ length: active }, () => this.#begin());
    this.#immortal = this.#active.splice(0, Math.ceil(active / 20));
  }

  /** Ends some jobs and starts as many new ones. */
  churn() {
    const oldest = new Date(this.#time.now() - this.#comparedMs).toISOString();
    this.#endings = this.#endings.filter(({ end_time }) => end_time > oldest);
    for (const job of this.#active.splice(0, this.#churn)) {
      this.#endings.push({ ...job, state: 'success', native_state: 'success', end_time: this.#instant() });
      this.ended += 1;
      this.#active.push(this.#begin());
    }
  }

  async check() {
    return { version: '9.13.1' };
  }

  list(_since, signal, onPage) {
    return this.poll(undefined, signal, onPage);
  }

  async poll(_cursor, _signal, onPage) {
    const oldest = new Date(this.#time.now() - FINISHED_JOB_TTL_MS).toISOString();
    const listed = this.#endings.filter(({ end_time }) => end_time > oldest);
    const jobs = [...this.#immortal, ...this.#active, ...listed];
    await onPage({ jobs: async () => jobs });
    return { form: 'snapshot', complete: true, skipped: 0 };
  }

  isNativeId() {
    return true;
  }

  async get(nativeId) {
    return [...this.#immortal, ...this.#active].find(({ native_id }) => native_id === nativeId);
  }

  async close() {}

  /**
   * Returns what is wrong in the view: jobs that are missing, or that retention should have removed. Allows two minutes for a
   * missing job, and ten for one that is removed too late.
   */
  comparedWith(view, { terminalMs, maxJobs }, by) {
    const wrong = [];
    const isInView = ({ native_id }) => view.get(`east~${native_id}`) !== undefined;
    const missingActive = [...this.#immortal, ...this.#active].filter((job) => !isInView(job)).length;
    // Jobs that started after the last poll are not in the view yet.
    if (missingActive > this.#churn) wrong.push(`${missingActive} active jobs are missing`);
    const before = (ms) => new Date(this.#time.now() - ms).toISOString();
    const due = this.#endings.filter(({ end_time }) => end_time < before(2 * MINUTE_MS));
    if (by === 'age') {
      const missing = due.filter((job) => job.end_time > before(terminalMs) && !isInView(job)).length;
      const late = due.filter((job) => job.end_time < before(terminalMs + 10 * MINUTE_MS) && isInView(job)).length;
      if (missing > 0) wrong.push(`${missing} finished jobs are missing`);
      if (late > 0) wrong.push(`${late} jobs are kept too long`);
      return wrong;
    }
    const size = view.size();
    if (size > maxJobs + 2 * this.#churn || size < maxJobs) wrong.push(`the view has ${size} jobs, limit ${maxJobs}`);
    return wrong;
  }

  #begin() {
    this.#number += 1;
    const number = this.#number.toString(16).padStart(12, '0');
    return {
      native_id: `${hash(this.#number)}-86d1-11e0-ae1c-${number}`,
      state: 'running',
      native_state: 'running',
      description: `PATCH /api/storage/volumes/${hash(this.#number + 1)}-12f4-4d1c-8e1a-${number}`,
      message: `Modifying volume vol_${hash(this.#number + 2)} of svm${this.#number % 500}, step ${hash(this.#number + 3)}`,
      start_time: this.#instant(),
      svm: { name: `svm${this.#number % 500}`, uuid: `${hash(this.#number % 500)}-12f4-4d1c-8e1a-000000000000` },
    };
  }

  #instant() {
    return new Date(this.#time.now()).toISOString();
  }
}

/** Eight hexadecimal digits that compress badly. */
function hash(number) {
  return (Math.imul(number ^ (number >>> 13), 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
}
