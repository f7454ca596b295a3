/** The contract suite of the adapters: the fixture cases of a kind, and tests that are the same for all kinds. */
import { describeActions } from './action-contract.js';
import { type AdapterContract, openAdapter, URL_ALTERING_IDS } from './contract-subject.js';
import { describeFailures } from './failure-contract.js';
import { describeFixtureCases } from './fixture-cases.js';
import { describeRecords } from './record-contract.js';

export { type AdapterContract, type Dialect } from './contract-subject.js';

/** Declares the whole suite; call it at the top level of the adapter's spec. */
export function describeAdapterContract(contract: AdapterContract): void {
  const adapter = openAdapter(contract, 'http://127.0.0.1:9');

  describe('adapter contract', () => {
    describeFixtureCases(contract);
    describeFailures(contract);
    describeRecords(contract);
    if (adapter.actions.length > 0) describeActions(contract);

    it('has `act` exactly if it has actions', () => {
      expect(adapter.act !== undefined).toBe(adapter.actions.length > 0);
    });

    it('accepts its own native ids, and none that could change a URL', () => {
      for (const id of contract.dialect.ids)
        expect({ id, native: adapter.isNativeId(id) }).toEqual({ id, native: true });
      for (const id of URL_ALTERING_IDS) expect({ id, native: adapter.isNativeId(id) }).toEqual({ id, native: false });
    });
  });
}
