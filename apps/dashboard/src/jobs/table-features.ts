import { type Row, tableFeatures } from '@tanstack/react-table';

import { type WindowRow } from './live-window';

/** The table has no optional feature: sorting and filtering are the server's, selection is ours. */
export const features = tableFeatures({});

/** A row of the table. */
export type ModelRow = Row<typeof features, WindowRow>;
