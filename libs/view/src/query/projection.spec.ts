import { projection } from './projection.js';
import { sampleJob } from '@gateway/testing/jobs';

const job = sampleJob({ nativeId: '7', svm: 'svm1' });
const take = (...only: string[]): unknown => JSON.parse(projection({ only, without: [] })(job));
const takeWithout = (...without: string[]): unknown => JSON.parse(projection({ without })(job));

describe('a projection', () => {
  it('always has the id', () => {
    expect(take()).toEqual({ id: 'east~7' });
    expect(take('state')).toEqual({ id: 'east~7', state: 'running' });
  });

  it("keeps the record's own order, whatever the order of the paths", () => {
    expect(projection({ only: ['state', 'source.name', 'native_id'], without: [] })(job)).toBe(
      '{"id":"east~7","native_id":"7","source":{"name":"east"},"state":"running"}',
    );
  });

  it('takes a part of an object, or all of it when both are asked for', () => {
    expect(take('svm.name')).toEqual({ id: 'east~7', svm: { name: 'svm1' } });
    const whole = { id: 'east~7', svm: { name: 'svm1', uuid: 'uuid-svm1' } };
    expect(take('svm.name', 'svm.uuid')).toEqual(whole);
    expect(take('svm', 'svm.name')).toEqual(whole);
    expect(take('svm.name', 'svm')).toEqual(whole);
    expect(take('source.labels.site')).toEqual({ id: 'east~7', source: { labels: { site: 'lab' } } });
  });

  it('goes through lists, item by item', () => {
    expect(take('tasks.state')).toEqual({ id: 'east~7', tasks: [{ state: 'running' }] });
    expect(take('tasks.message')).toEqual({ id: 'east~7', tasks: [{}] });
    expect(take('actions.name')).toEqual({ id: 'east~7', actions: [] });
  });

  it('leaves out what the job does not have, and never writes a null', () => {
    expect(take('node.name', 'svm.type', 'end_time', 'state.name', 'constructor', '__proto__')).toEqual({
      id: 'east~7',
    });
  });

  it('keeps false and zero', () => {
    expect(take('gone')).toEqual({ id: 'east~7', gone: false });
  });

  it('leaves out what is excluded, and keeps the rest as it is', () => {
    const entries = Object.entries(job).filter(([name]) => name !== 'tasks' && name !== 'svm');
    const rest = Object.fromEntries(entries);
    expect(takeWithout('tasks', 'svm')).toEqual(rest);
    expect(takeWithout('tasks', 'svm.uuid')).toEqual({ ...rest, svm: { name: 'svm1' } });
    expect(takeWithout('tasks.state', 'tasks.native_state', 'svm.name', 'svm.uuid')).toEqual({
      ...rest,
      tasks: [{ native_id: '1' }],
    });
  });

  it('never leaves out the id', () => {
    expect(takeWithout('id')).toEqual(job);
    expect(JSON.parse(projection({ only: ['id', 'state'], without: ['id', 'state'] })(job))).toEqual({ id: 'east~7' });
  });

  it('excludes from what was asked for, whatever part of it', () => {
    const choice = { only: ['svm', 'state'], without: ['svm.uuid'] };
    expect(JSON.parse(projection(choice)(job))).toEqual({ id: 'east~7', svm: { name: 'svm1' }, state: 'running' });
    expect(JSON.parse(projection({ only: ['svm.uuid'], without: ['svm'] })(job))).toEqual({ id: 'east~7' });
  });

  it('gives in any case the members it is told to', () => {
    const project = projection({ only: ['state'], without: ['svm', 'native_id'] }, ['native_id', 'svm']);
    expect(JSON.parse(project({ native_id: '7', id: 'east~7', state: 'running' }))).toEqual({
      native_id: '7',
      state: 'running',
    });
  });
});
