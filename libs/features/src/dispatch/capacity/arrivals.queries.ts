import { comingRates, HOURS_OF_WEEK, localHours, type Instant, type WeeklyRates } from '@overread/domain';
import type { Tx } from '@overread/platform';
import type { ArrivalProfileEntity } from '../forecast/arrival-profile.entity.js';

/** Arrivals are learned from so many weeks. */
const WEEKS = 4;

/** What came by facility, family and hour of the week, by the facility's own clock, in the past weeks, as the mean of a week. */
export async function learnedArrivals(tx: Tx, now: Instant): Promise<ArrivalProfileEntity[]> {
  const rows = await tx.read<Omit<ArrivalProfileEntity, 'fittedAt'>>(
    `with seen as (
       select s.facility_id, s.modality_family, s.received_at, s.received_at at time zone f.zone as at
       from health_system h join study s on s.health_system_id = h.id join facility f on f.id = s.facility_id
       where s.received_at > (select overread_now()) - interval '${WEEKS} weeks'),
     span as (
       select greatest(1, least(${WEEKS}, ceil(extract(epoch from overread_now() - min(received_at)) / 604800)))::int
         as weeks from seen)
     select facility_id as "facilityId", modality_family as "modalityFamily",
       ((extract(isodow from at)::int - 1) * 24 + extract(hour from at)::int) as "hourOfWeek",
       count(*)::float8 / span.weeks as studies, span.weeks from seen, span group by 1, 2, 3, span.weeks`,
  );
  return rows.map((row) => ({ ...row, fittedAt: now }));
}

/** Rates of one kind of study in the hours (UTC) of a forecast; the other hours are left at 0. */
export interface ArrivalRates extends Pick<ArrivalProfileEntity, 'facilityId' | 'modalityFamily'> {
  rates: WeeklyRates;
}

/** What the latest profile says of the coming hours. */
export async function comingArrivals(tx: Tx, now: Instant, hours: number): Promise<ArrivalRates[]> {
  const places = await tx.read<{ zone: string }>('select distinct zone from facility');
  const zones = new Map(places.map(({ zone }) => [zone, localHours(zone, now, hours)]));
  const wanted = [...zones].flatMap(([zone, coming]) =>
    [...new Set(coming.flatMap(({ begins, ends }) => [begins, ends]))].map((hour) => ({ zone, hour })),
  );
  const rows = await tx.read<ArrivalProfileEntity & { zone: string }>(
    `select p.facility_id as "facilityId", p.modality_family as "modalityFamily", p.hour_of_week as "hourOfWeek", p.studies, f.zone
     from arrival_profile p join facility f on f.id = p.facility_id
     join unnest($1::text[], $2::smallint[]) wanted (zone, hour) on wanted.zone = f.zone and wanted.hour = p.hour_of_week
     where p.fitted_at = (select max(fitted_at) from arrival_profile) order by 1, 2, 3`,
    [wanted.map(({ zone }) => zone), wanted.map(({ hour }) => hour)],
  );
  const kinds = Map.groupBy(rows, ({ facilityId, modalityFamily }) => `${facilityId} ${modalityFamily}`);
  return [...kinds.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const local = Array.from({ length: HOURS_OF_WEEK }, () => 0);
    for (const { hourOfWeek, studies } of own) local[hourOfWeek] = studies;
    const { facilityId, modalityFamily, zone } = first;
    return [{ facilityId, modalityFamily, rates: comingRates(local, zones.get(zone) ?? []) }];
  });
}

/** When arrivals were last learned; null when never. */
export async function arrivalsLearnedAt(tx: Tx): Promise<Instant | null> {
  const [row] = await tx.read<{ at: Instant | null }>('select max(fitted_at) as at from arrival_profile');
  return row?.at ?? null;
}
