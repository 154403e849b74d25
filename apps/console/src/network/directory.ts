import { everyItem } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { client } from '../session/api.js';

const SLOW = 60_000;

export const useReadingGroups = (enabled = true) =>
  useQuery({
    queryKey: ['reading-groups'],
    queryFn: () => everyItem(client.network.readingGroups.list),
    staleTime: SLOW,
    enabled,
  });

export const useHealthSystems = () =>
  useQuery({
    queryKey: ['health-systems'],
    queryFn: () => everyItem(client.network.healthSystems.list),
    staleTime: SLOW,
  });

export const useFacilities = (enabled = true) =>
  useQuery({
    queryKey: ['facilities'],
    queryFn: () => everyItem(client.network.facilities.list),
    staleTime: SLOW,
    enabled,
  });

export const useReaders = (readingGroup?: string | null, enabled = true) =>
  useQuery({
    enabled,
    queryKey: ['readers', readingGroup ?? 'all'],
    queryFn: () => everyItem(client.network.readers.list, { readingGroup }),
  });

/** The name of an id in a list that may not be there yet. */
export const nameOf = (list: readonly { id: string; name: string }[] | undefined, id: string | null): string | null =>
  list?.find((one) => one.id === id)?.name ?? null;
