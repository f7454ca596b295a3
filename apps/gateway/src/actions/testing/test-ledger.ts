/** The ledger of one replica over a real store, for tests. */
import { type ActionStore, type Clock } from '@gateway/core';
import { createStore } from '@gateway/store';
import { RecordingLogger } from '@gateway/testing/recording-logger';

import { type Home } from '../../../../../test/support/home.js';
import { ActionLedger } from '../ledger/action-ledger.js';
import { type StoredAction } from '../ledger/action-record.js';
import { AuditTrail } from '../ledger/audit-trail.js';

/** An open ledger with its audit trail. */
export interface TestLedger {
  readonly store: ActionStore;
  readonly ledger: ActionLedger;
  readonly audit: AuditTrail;
  readonly logger: RecordingLogger;
  readonly close: () => Promise<void>;
}

/** Opens the ledger in a home. Over Redis, several can be open at the same time. */
export async function openLedger({ store: config }: Home, clock: Clock): Promise<TestLedger> {
  const logger = new RecordingLogger();
  const store: ActionStore = createStore({ ...config, clock, logger });
  const ledger = new ActionLedger(store, logger);
  const audit = new AuditTrail(ledger, clock, logger);
  await ledger.start();
  return { store, ledger, audit, logger, close: () => ledger.stop() };
}

/** A record of an action on `east~1` that is being sent. */
export function sampleRecord(id: string, fields: Partial<StoredAction> = {}): StoredAction {
  return {
    id,
    time: '2030-01-01T00:00:00.000Z',
    action: 'cancel',
    outcome: 'pending',
    by: { name: 'ann', method: 'token', address: '192.0.2.7' },
    job: { id: 'east~1' },
    source: { name: 'east' },
    request_id: 'r1',
    replica: 'a',
    ...fields,
  };
}
