import type { PolicyShadowBody } from '@overread/wire';
import { useQuery } from '@tanstack/react-query';
import { useInvalidate } from '../../live/use-refreshed.js';
import { useLiveEvents } from '../../live/live.js';
import { client } from '../../session/api.js';
import { useMay } from '../../session/may.js';

/** While a shadow runs its figures are asked again: no event tells of each study. */
export const REPORT_EVERY_MS = 15_000;

export const shadowsKey = (policyId: string) => ['policies', policyId, 'shadows'];

/** What runs or ran in shadow of a policy, the latest first; asked again when one starts or ends. */
export function useShadows(policyId: string): PolicyShadowBody[] {
  const refresh = useInvalidate(['policies', policyId]);
  useLiveEvents({ event: ({ type }) => type.startsWith('policy.') && refresh(), snapshot: refresh });
  const enabled = useMay()('view-shadows');
  const shadows = useQuery({
    queryKey: shadowsKey(policyId),
    queryFn: () => client.policies.shadows(policyId),
    enabled,
  });
  return shadows.data?.items ?? [];
}

/** Of a policy at most one. */
export const runningOf = (shadows: readonly PolicyShadowBody[]): PolicyShadowBody | undefined =>
  shadows.find(({ endedAt }) => endedAt === null);
