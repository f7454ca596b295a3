import { wholeListing } from '@gateway/testing/whole-listing';

import { type BackendResponse } from '../../http/backend-client.js';
import { jsonResponse } from '../../testing/json-response.js';
import { OntapListing } from './ontap.listing.js';

describe('a listing of ONTAP', () => {
  it('is incomplete if it does not end within 1,000 further pages', async () => {
    let requests = 0;
    const endless = async (): Promise<BackendResponse> => {
      requests += 1;
      const next = { href: `/api/cluster/jobs?start.uuid=${requests}` };
      return jsonResponse({ records: [], num_records: 0, _links: { next } });
    };
    const ignore = (): void => undefined;
    const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
    const listing = new OntapListing({ first: endless, at: endless }, logger);
    const result = await wholeListing((onPage) => listing.read(new AbortController().signal, onPage));
    expect(result).toMatchObject({ jobs: [], complete: false });
    expect(requests).toBe(1_001);
  });
});
