import { useQuery } from '@tanstack/react-query';
import { useReadingGroups } from '../network/directory.js';
import { client } from '../session/api.js';
import { useUser } from '../session/session.js';
import { useOwnReader } from '../worklist/use-reader.js';

/** What of a roster no event of the own topic tells is asked for so often. */
const TICK_MS = 30_000;

/** Groups whose rosters the signed-in person may see: every one, the one they lead, or those they read for. */
export function useOwnGroups() {
  const { role, organization } = useUser();
  const groups = useReadingGroups();
  const reader = useOwnReader();
  if (role === 'administrator' || role === 'auditor') return groups;
  const own = role === 'reader' ? (reader.data?.readingGroupIds ?? []) : [organization.id ?? ''];
  return { ...groups, data: groups.data?.filter(({ id }) => own.includes(id)) };
}

export const useWeek = (group: string, from: string) =>
  useQuery({
    queryKey: ['rosters', group, from],
    queryFn: () => client.rosters.week(group, { from }),
    refetchInterval: TICK_MS,
    placeholderData: (before) => (before?.readingGroupId === group ? before : undefined),
  });

export const useMoves = (group: string) =>
  useQuery({
    queryKey: ['rosters', group, 'moves'],
    queryFn: () => client.rosters.moves({ readingGroup: group, limit: 30 }),
    refetchInterval: TICK_MS,
  });
