import { jobField, QueryValueError } from '@gateway/core';
import fc from 'fast-check';

import { isJobField } from '../jobs/job.schema.js';
import { readFields } from './read-fields.js';
import { readOrder } from './read-order.js';
import { readPaths } from './read-paths.js';

const fields = (value: string) => readFields(value, isJobField);
const order = (value: string) => readOrder(value, jobField).map(({ descending, field }) => [field.path, descending]);
const paths = (value: string) => readPaths(value, 4, jobField).map(({ path }) => path);

function positionOf(read: () => unknown): number {
  try {
    read();
  } catch (error) {
    if (error instanceof QueryValueError) return error.position;
    throw error;
  }
  throw new Error('expected an error');
}

describe('readFields', () => {
  it.each([
    ['*', undefined],
    ['id,*', undefined],
    ['id,state,svm.name', { only: ['id', 'state', 'svm.name'], without: [] }],
    [' id , state ', { only: ['id', 'state'], without: [] }],
    ['tasks.state,error.arguments.code', { only: ['tasks.state', 'error.arguments.code'], without: [] }],
    ['source.labels.site', { only: ['source.labels.site'], without: [] }],
    ['svm.{name,uuid}', { only: ['svm.name', 'svm.uuid'], without: [] }],
    ['{svm,node}', { only: ['svm', 'node'], without: [] }],
    [
      'state,error.{code,arguments.{code,message}},id',
      {
        only: ['state', 'error.code', 'error.arguments.code', 'error.arguments.message', 'id'],
        without: [],
      },
    ],
    ['*,!tasks', { without: ['tasks'] }],
    ['!tasks', { without: ['tasks'] }],
    ['!{tasks,svm.uuid}', { without: ['tasks', 'svm.uuid'] }],
    ['svm,!svm.uuid', { only: ['svm'], without: ['svm.uuid'] }],
  ])('reads %s', (value, choice) => {
    expect(fields(value)).toEqual(choice);
  });

  it.each([
    ['stat', 0],
    ['state,', 6],
    ['id,svm.nome', 3],
    ['svm.{name,nome}', 10],
    ['!!tasks', 0],
    ['!*', 0],
    ['**', 0],
    ['constructor', 0],
    ['svm.{name', 9],
    ['svm.name}', 8],
    ['svm.{name}x', 10],
    ['svm.{name}{uuid}', 9],
    ['{}', 1],
    ['{{{{id}}}}', 3],
  ])('rejects %s at position %i', (value, position) => {
    expect(positionOf(() => fields(value))).toBe(position);
  });

  it('accepts up to 3 levels of braces and 200 paths', () => {
    expect(fields('{{{id}}}')).toEqual({ only: ['id'], without: [] });
    expect(fields(Array(200).fill('id').join())).toBeDefined();
    expect(positionOf(() => fields(Array(201).fill('id').join()))).toBe(600);
  });
});

describe('readOrder', () => {
  it.each([
    ['state', [['state', false]]],
    ['state asc', [['state', false]]],
    [
      'created_time desc,id',
      [
        ['created_time', true],
        ['id', false],
      ],
    ],
    [
      ' svm.name  desc , code ',
      [
        ['svm.name', true],
        ['code', false],
      ],
    ],
    ['source.labels.site desc', [['source.labels.site', true]]],
  ])('reads %s', (value, keys) => {
    expect(order(value)).toEqual(keys);
  });

  it.each([
    ['nme', 0],
    ['state,', 6],
    ['state down', 0],
    ['id,state constructor', 3],
    ['state desc asc', 0],
    ['tasks', 0],
    ['id,id desc', 3],
    ['code,state,id,svm.name,node.name,type,message,gone,terminal', 51],
  ])('rejects %s at position %i', (value, position) => {
    expect(positionOf(() => order(value))).toBe(position);
  });
});

describe('readPaths', () => {
  it('reads paths of scalar fields', () => {
    expect(paths('state, source.labels.site')).toEqual(['state', 'source.labels.site']);
  });

  it.each([
    ['svm', 0],
    ['state,', 6],
    ['state,state', 6],
    ['state,code,gone,id,svm.name', 19],
  ])('rejects %s at position %i', (value, position) => {
    expect(positionOf(() => paths(value))).toBe(position);
  });
});

describe('readFields, readOrder and readPaths', () => {
  it('return a result or throw an error with a position in the value, for any text', () => {
    const pieces = fc.constantFrom('svm', '.', '{', '}', ',', '!', '*', 'name', 'state', ' ', 'desc', 'é');
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, fc.constantFrom<(value: string) => unknown>(fields, order, paths), (value, read) => {
        try {
          read(value);
          return true;
        } catch (error) {
          if (!(error instanceof QueryValueError)) throw error;
          return error.position >= 0 && error.position <= value.length;
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
