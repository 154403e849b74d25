import { useMutation, useQuery } from '@tanstack/react-query';
import type { Query } from '@overread/wire';
import { saveText } from '../ui/download.js';
import { refused } from '../ui/notify.js';
import { instantsOf, validPeriod, type Period } from './period.js';

interface Source<Row> {
  name: string;
  rows: (query: Query) => Promise<Row[]>;
  csv: (query: Query) => Promise<string>;
}

/** A report of a period: its rows, kept on the screen while the next come, and the same as a file. */
export function useReport<Row>(source: Source<Row>, period: Period, more: Query) {
  const valid = validPeriod(period);
  const query: Query = { ...(valid ? instantsOf(period) : {}), ...more };
  const report = useQuery({
    queryKey: [source.name, query],
    queryFn: () => source.rows(query),
    enabled: valid,
    placeholderData: (before: Row[] | undefined) => before,
  });
  const csv = useMutation({
    mutationFn: async () =>
      saveText(await source.csv(query), `${source.name}-${period.from}-${period.to}.csv`, 'text/csv'),
    onError: refused,
  });
  return { report, csv };
}
