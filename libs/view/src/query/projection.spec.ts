import { sampleJob } from '@gateway/testing/jobs';

import { projection } from './projection.js';

const job = sampleJob({ nativeId: '7', svm: 'svm1' });
const select = (...only: string[]): unknown => JSON.parse(projection({ only, without: [] })(job));
const selectWithout = (...without: string[]): unknown => JSON.parse(projection({ without })(job));

describe('a projection', () => {
  it('always contains the id', () => {
    expect(select()).toEqual({ id: 'east~7' });
    expect(select('state')).toEqual({ id: 'east~7', state: 'running' });
  });

  it('keeps the order of the record, whatever the order of the paths', () => {
    expect(projection({ only: ['state', 'source.name', 'native_id'], without: [] })(job)).toBe(
      '{"id":"east~7","native_id":"7","source":{"name":"east"},"state":"running"}',
    );
  });

  it('contains a part of an object, or the whole object if both are chosen', () => {
    expect(select('svm.name')).toEqual({ id: 'east~7', svm: { name: 'svm1' } });
    const whole = { id: 'east~7', svm: { name: 'svm1', uuid: 'uuid-svm1' } };
    expect(select('svm.name', 'svm.uuid')).toEqual(whole);
    expect(select('svm', 'svm.name')).toEqual(whole);
    expect(select('svm.name', 'svm')).toEqual(whole);
    expect(select('source.labels.site')).toEqual({ id: 'east~7', source: { labels: { site: 'lab' } } });
  });

  it('applies paths to each item of a list', () => {
    expect(select('tasks.state')).toEqual({ id: 'east~7', tasks: [{ state: 'running' }] });
    expect(select('tasks.message')).toEqual({ id: 'east~7', tasks: [{}] });
    expect(select('actions.name')).toEqual({ id: 'east~7', actions: [] });
  });

  it('leaves out members that the job does not have, and never contains null', () => {
    expect(select('node.name', 'svm.type', 'end_time', 'state.name', 'constructor', '__proto__')).toEqual({
      id: 'east~7',
    });
  });

  it('keeps false and zero', () => {
    expect(select('gone')).toEqual({ id: 'east~7', gone: false });
  });

  it('leaves out excluded parts, and keeps the others unchanged', () => {
    const entries = Object.entries(job).filter(([name]) => name !== 'tasks' && name !== 'svm');
    const rest = Object.fromEntries(entries);
    expect(selectWithout('tasks', 'svm')).toEqual(rest);
    expect(selectWithout('tasks', 'svm.uuid')).toEqual({ ...rest, svm: { name: 'svm1' } });
    expect(selectWithout('tasks.state', 'tasks.native_state', 'svm.name', 'svm.uuid')).toEqual({
      ...rest,
      tasks: [{ native_id: '1' }],
    });
  });

  it('never leaves out the id', () => {
    expect(selectWithout('id')).toEqual(job);
    expect(JSON.parse(projection({ only: ['id', 'state'], without: ['id', 'state'] })(job))).toEqual({ id: 'east~7' });
  });

  it('excludes parts of the chosen parts', () => {
    const choice = { only: ['svm', 'state'], without: ['svm.uuid'] };
    expect(JSON.parse(projection(choice)(job))).toEqual({ id: 'east~7', svm: { name: 'svm1' }, state: 'running' });
    expect(JSON.parse(projection({ only: ['svm.uuid'], without: ['svm'] })(job))).toEqual({ id: 'east~7' });
  });

  it('always contains the members in `always`', () => {
    const project = projection({ only: ['state'], without: ['svm', 'native_id'] }, ['native_id', 'svm']);
    expect(JSON.parse(project({ native_id: '7', id: 'east~7', state: 'running' }))).toEqual({
      native_id: '7',
      state: 'running',
    });
  });
});
