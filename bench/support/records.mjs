import { fetchJson } from './client.mjs';

/** All records of a gateway, newest first. */
export async function allRecords(url) {
  const records = [];
  for (let path = '/api/jobs?max_records=1000'; path !== undefined;) {
    const page = await fetchJson(url + path);
    records.push(...page.records);
    path = page._links.next?.href;
  }
  return records;
}

/** Writes records to Redis as the Redis peers expect them: one key per job, and sorted sets by creation time. */
export async function writeRecords(redis, records) {
  const batch = 1_000;
  for (let at = 0; at < records.length; at += batch) {
    const pipeline = redis.pipeline();
    for (const record of records.slice(at, at + batch)) {
      const key = `job:${record.id}`;
      const time = Date.parse(record.created_time);
      pipeline.set(key, JSON.stringify(record));
      pipeline.zadd('index:all', time, key).zadd(`index:${record.state}`, time, key);
    }
    await pipeline.exec();
  }
}
