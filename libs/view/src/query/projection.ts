/** The parts of a record to serve. */
export interface FieldChoice {
  /** Paths to serve (`svm.name`, `tasks`, `tasks.state`); absent for the whole record. */
  readonly only?: readonly string[];
  /** Paths to leave out of those. */
  readonly without: readonly string[];
}

/** The selected part of a value: the whole value, or some of its members by name. */
type Members = 'whole' | Map<string, Members>;

/**
 * Returns a function that serialises the chosen parts of a record as JSON, in the order of the record. The members in
 * `always` are always served. A path through a list applies to each of its items. Members that the record does not have
 * are left out, and so are objects without remaining members.
 */
export function projection(
  { only, without }: FieldChoice,
  always: readonly string[] = ['id'],
): (record: object) => string {
  const kept = only ? membersAt([...always, ...only]) : 'whole';
  const dropped = membersAt(without);
  for (const name of always) dropped.delete(name);
  return (record) => JSON.stringify(select(record, kept, dropped));
}

function membersAt(paths: readonly string[]): Map<string, Members> {
  const members = new Map<string, Members>();
  for (const path of paths) add(members, path.split('.'));
  return members;
}

function add(members: Map<string, Members>, [name = '', ...rest]: readonly string[]): void {
  const existing = members.get(name);
  if (existing === 'whole') return;
  if (rest.length === 0) {
    members.set(name, 'whole');
    return;
  }
  const inner = existing ?? new Map<string, Members>();
  members.set(name, inner);
  add(inner, rest);
}

function select(value: unknown, kept: Members, dropped: Members | undefined): unknown {
  if (dropped === 'whole') return undefined;
  if (kept === 'whole' && dropped === undefined) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => select(item, kept, dropped) ?? {});
  if (typeof value !== 'object' || value === null) return kept === 'whole' ? value : undefined;
  const selected: [string, unknown][] = [];
  for (const [name, member] of Object.entries(value)) {
    const inner = kept === 'whole' ? kept : kept.get(name);
    const part = inner && select(member, inner, dropped?.get(name));
    if (part !== undefined) selected.push([name, part]);
  }
  return selected.length === 0 ? undefined : Object.fromEntries(selected);
}
