/** Checks of answers. Each throws if an answer is not the expected one. */
import { strict as assert } from 'node:assert';
import { Buffer } from 'node:buffer';

/** The answer is exactly this text. */
export function sameBytes(expected) {
  return ({ bytes, status }) => {
    assert.equal(status, 200);
    assert.ok(bytes.equals(Buffer.from(expected)), 'the bytes differ from those of the gateway');
  };
}

/** The answer is an empty 304. */
export function notModified({ bytes, status }) {
  assert.equal(status, 304);
  assert.equal(bytes.length, 0);
}

/**
 * The answer is a list of `records` jobs, newest first, which match `matches`. `total` checks the number of all matches.
 */
export function list({ matches = () => true, records = 50, total }) {
  return ({ bytes, status }) => {
    assert.equal(status, 200);
    const body = JSON.parse(bytes.toString());
    assert.equal(body.records.length, records);
    assert.equal(body.num_records, records);
    assert.ok(body.records.every(matches), 'a job does not match the filter');
    const times = body.records.map(({ created_time }) => created_time);
    assert.deepEqual(times, times.toSorted().reverse());
    assert.deepEqual(body.stale_sources, []);
    assert.ok(total(body.total_records), `${body.total_records} jobs in total`);
  };
}

/** The answer is one job. */
export function job(id) {
  return ({ bytes, status }) => {
    assert.equal(status, 200);
    const body = JSON.parse(bytes.toString());
    assert.equal(body.id, id);
    assert.equal(body.id, `${body.source.name}~${body.native_id}`);
  };
}

/** The answer is a summary whose groups add up to its total. */
export function summary({ groups, total }) {
  return ({ bytes, status }) => {
    assert.equal(status, 200);
    const body = JSON.parse(bytes.toString());
    assert.ok(groups(body.groups.length), `${body.groups.length} groups`);
    const sum = body.groups.reduce((counted, { count }) => counted + count, 0);
    assert.equal(sum, body.total);
    assert.ok(total(body.total), `${body.total} jobs in total`);
  };
}

/** The answers of a load have about these bytes on average, head included. */
export function averageBytes(low, high) {
  return ({ bytesEach }) => {
    assert.ok(bytesEach >= low && bytesEach <= high, `${Math.round(bytesEach)} bytes on average`);
  };
}

/** The answers of a load are 304, except the first one of each connection. */
export function mostlyNotModified({ notModified, requests }) {
  assert.ok(requests - notModified <= 100, `${notModified} of ${requests} answers are 304`);
}
