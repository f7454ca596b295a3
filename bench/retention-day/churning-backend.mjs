// A simulated cluster that jobs come and go on.
const MINUTE_MS = 60_000;
const BACKEND_FORGETS_MS = 5 * MINUTE_MS;

/** An ONTAP cluster that always has as many active jobs, of which some never end, and forgets what ended 5 minutes ago. */
export class ChurningBackend {
  kind = 'ontap';
  actions = ['pause', 'resume', 'cancel'];
  reruns = false;
  ended = 0;
  #time;
  #churn;
  #rememberedMs;
  #number = 0;
  #active = [];
  #immortal = [];
  #endings = [];

  constructor(time, active, churn, rememberedMs) {
    this.#rememberedMs = rememberedMs;
    this.#time = time;
    this.#churn = churn;
    this.#active = Array.from({ length: active }, () => this.#begin());
    this.#immortal = this.#active.splice(0, Math.ceil(active / 20));
  }

  churn() {
    // What it remembers itself, for the comparison, must not grow either.
    const remembered = new Date(this.#time.now() - this.#rememberedMs).toISOString();
    this.#endings = this.#endings.filter(({ end_time }) => end_time > remembered);
    for (const job of this.#active.splice(0, this.#churn)) {
      this.#endings.push({ ...job, state: 'success', native_state: 'success', end_time: this.#instant() });
      this.ended += 1;
      this.#active.push(this.#begin());
    }
  }

  async check() {
    return { version: '9.13.1' };
  }

  list() {
    return this.poll();
  }

  async poll() {
    const forgotten = new Date(this.#time.now() - BACKEND_FORGETS_MS).toISOString();
    const listed = this.#endings.filter(({ end_time }) => end_time > forgotten);
    return { form: 'snapshot', jobs: [...this.#immortal, ...this.#active, ...listed], complete: true, skipped: 0 };
  }

  isNativeId() {
    return true;
  }

  async get(nativeId) {
    return [...this.#immortal, ...this.#active].find(({ native_id }) => native_id === nativeId);
  }

  async close() {}

  /** What the view lacks, or still holds. A minute or two is allowed for the tolerance and the sweep. */
  comparedWith(view, { terminalMs, maxJobs }, by) {
    const wrong = [];
    const isHeld = ({ native_id }) => view.get(`east~${native_id}`) !== undefined;
    const lost = [...this.#immortal, ...this.#active].filter((job) => !isHeld(job)).length;
    // What has begun since the last poll is not known yet.
    if (lost > this.#churn) wrong.push(`${lost} active jobs are not held`);
    const before = (ms) => new Date(this.#time.now() - ms).toISOString();
    const due = this.#endings.filter(({ end_time }) => end_time < before(2 * MINUTE_MS));
    if (by === 'age') {
      const missing = due.filter((job) => job.end_time > before(terminalMs) && !isHeld(job)).length;
      const late = due.filter((job) => job.end_time < before(terminalMs + 10 * MINUTE_MS) && isHeld(job)).length;
      if (missing > 0) wrong.push(`${missing} ended jobs are lost`);
      if (late > 0) wrong.push(`${late} jobs are kept too long`);
      return wrong;
    }
    const held = view.size();
    if (held > maxJobs + 2 * this.#churn || held < maxJobs) wrong.push(`${held} jobs are held of ${maxJobs}`);
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

/** Eight digits that do not compress. */
function hash(number) {
  return (Math.imul(number ^ (number >>> 13), 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
}
