import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';

import { changedAddress, PREFIX } from './changed-address';

/** What a screen shows apart from its data, kept in the address with the prefix `ui.`. */
export interface PageState {
  /** The value of a name; an empty text if there is none. */
  readonly read: (name: string) => string;
  /** Changes values; an empty text removes one. */
  readonly change: (values: Readonly<Record<string, string>>) => void;
}

/** The state of the screen that the address holds. */
export function usePageState(): PageState {
  const [path, navigate] = useLocation();
  const search = useSearch();
  return useMemo(() => {
    const parameters = new URLSearchParams(search);
    return {
      read: (name) => parameters.get(PREFIX + name) ?? '',
      change: (values) => navigate(changedAddress(path, search, values), { replace: true }),
    };
  }, [navigate, path, search]);
}
