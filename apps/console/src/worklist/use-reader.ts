import type { Reader } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { client } from '../session/api.js';
import { useUser } from '../session/session.js';

/** The signed-in person as a reader: home place, groups, and the reading session while there is one. */
export function useOwnReader() {
  const { readerId } = useUser();
  return useQuery({
    queryKey: ['own-reader', readerId],
    queryFn: (): Promise<Reader> => client.network.readers.get(readerId ?? ''),
    enabled: readerId !== undefined,
  });
}
