import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The second answer to who may read, in a quarter of the time: it is asked of every read that is given to somebody. The rules are
 * what they were; each row is looked up once for all of them, and who is signed on is asked of no roster.
 */
export class SecondAnswer1700000000043 implements MigrationInterface {
  readonly name = 'SecondAnswer1700000000043';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [BEFORE, STANDINGS, READER_RULES, STANDING_RULES, ALL_RULES]) await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}

const BEFORE = `
drop function overread_failed_rules(uuid, uuid, text, timestamptz);
drop function overread_standings(uuid, text, text, uuid, text, timestamptz);
drop function overread_reader_failures(uuid, uuid, text, timestamptz);
drop function overread_standing_failures(uuid, uuid, text, timestamptz, text, text, uuid, timestamptz, boolean);
`;

const STANDINGS = `
-- Where and for whom a reader would read, in the order they are told: signed on; while planning also each fitting shift; else
-- from home, for each group. Asked by overread_failed_rules alone, as are the two below it.
create function overread_standings(r reader, n reading_session, family text, wanted text, at_facility uuid, stage text,
  at timestamptz)
returns table (country text, subdivision text, group_id uuid, reads_at timestamptz, from_shift boolean)
language plpgsql stable as $$
#variable_conflict use_column
declare known boolean := n.id is not null;
begin
  if known then return query select n.country, n.subdivision, n.reading_group_id, at, false; end if;
  if stage = 'plan' then
    return query select r.home_place ->> 'country', r.home_place ->> 'subdivision', s.reading_group_id,
        greatest(s.starts_at, at), true
      from roster_shift s
      where s.reader_id = r.id and s.ends_at > at and s.starts_at < at + interval '48 hours'
        and (s.modality_families = '{}' or family = any (s.modality_families))
        and (s.subspecialties = '{}' or wanted = any (s.subspecialties))
        and (s.facility_ids = '{}' or at_facility = any (s.facility_ids))
      order by s.id;
    known := known or found;
  end if;
  if not known then
    return query select r.home_place ->> 'country', r.home_place ->> 'subdivision', g.id, at, false
      from (select) here left join unnest(r.reading_group_ids) with ordinality g (id, nr) on true order by g.nr;
  end if;
end $$;
`;

const READER_RULES = `
-- Rules about the reader wherever they stand.
create function overread_reader_failures(d read, s study, f facility, r reader, n reading_session, stage text, at timestamptz)
returns text[] language plpgsql stable as $$
declare
  failed text[] := '{}';
  needed int; -- 1 draft, 2 preliminary, 3 final
  counted int; whole boolean; covered text[];
  load double precision; cap double precision;
begin
  if not exists (select from unnest(s.modalities) m where overread_is_image_modality(m))
    or not overread_modalities_covered(s.modalities, r.competences) then failed := failed || 'modality'::text; end if;

  if s.subspecialty is not null and d.issues in ('final', 'opinion')
    and not exists (select from unnest(r.subspecialties) h where lower(h) = lower(s.subspecialty)) then
    failed := failed || 'subspecialty'::text;
  end if;

  needed := case d.issues when 'final' then 3 when 'preliminary' then 2 else 1 end;
  select count(*), bool_or(p.modalities = '{}'), array_agg(m.term) filter (where m.term is not null)
    into counted, whole, covered
    from privilege p left join lateral unnest(p.modalities) m (term) on true
    where p.reader_id = r.id and p.facility_id = f.id
      and overread_in_force(p.valid_from, p.valid_until, p.retired_at, at)
      and case p.level when 'final' then 3 when 'preliminary' then 2 else 1 end >= needed
      -- By proxy fits hospitals, under an agreement of theirs (42 CFR 482.12, 482.22).
      and (not p.by_proxy or f.kind = 'hospital' and exists (select from agreement a where a.id = p.agreement_id
        and a.health_system_id = f.health_system_id
        and overread_in_force(a.valid_from, a.valid_until, a.retired_at, at)));
  if counted = 0 or r.kind = 'trainee' and (r.supervisor_id is null or needed > 1)
    or not whole and not overread_modalities_covered(s.modalities, coalesce(covered, '{}')) then
    failed := failed || 'privilege'::text;
  end if;

  if s.report_language = '' or not exists (
    select from unnest(r.languages) l where overread_writes_language(l, s.report_language)) then
    failed := failed || 'language'::text;
  end if;

  if (d.independent or d.purpose in ('secondary', 'adjudication')) and exists (
    select from read o where o.study_id = d.study_id and o.id <> d.id and o.reader_id = r.id and o.state <> 'cancelled') then
    failed := failed || 'independence'::text;
  end if;

  if r.retired_at <= at or f.id = any (r.excluded_facility_ids) then failed := failed || 'exclusion'::text; end if;

  if stage = 'plan' then return failed; end if;

  -- Work held, this read left out; one read longer than the cap may be held alone.
  select coalesce(sum(o.expected_minutes), 0) into load from read o
    where o.reader_id = r.id and o.state in ('assigned', 'in-progress') and o.id <> d.id;
  cap := (r.limits ->> case when s.priority in ('critical', 'stat') then 'urgentMinutes' else 'routineMinutes' end)::float8;
  if load + d.expected_minutes > cap + 0.000001 and not (load = 0 and cap > 0) then
    failed := failed || 'capacity'::text;
  end if;

  if n.id is not null and (
    ((extract(epoch from at) - extract(epoch from n.started_at)) * 1000)::float8 / 60000 >= (r.limits ->> 'sessionHours')::float8 * 60
    or n.completed_reads >= (r.limits ->> 'consecutiveStudies')::float8) then
    failed := failed || 'fatigue'::text;
  end if;
  return failed;
end $$;
`;

const STANDING_RULES = `
-- Rules about the place and the group of one standing.
create function overread_standing_failures(d read, s study, f facility, r reader, n reading_session, stage text, at timestamptz,
  country text, subdivision text, group_id uuid, reads_at timestamptz, from_shift boolean)
returns text[] language plpgsql stable as $$
#variable_conflict use_variable
declare
  h health_system%rowtype;
  failed text[] := '{}';
  same_law boolean; made text; here text;
begin
  select * into strict h from health_system x where x.id = s.health_system_id;
  same_law := overread_country_of_law(country) = overread_country_of_law(f.country);

  -- Licensed where the images were made and, in the same country, where they are read. One filed under PR is one of US-PR.
  made := overread_licence_of(f.country, f.subdivision);
  here := case when same_law then overread_licence_of(country, subdivision) else made end;
  if made is null or here is null or exists (select from unnest(array[made, here]) w where not exists (
    select from licence l where l.reader_id = r.id and overread_in_force(l.valid_from, l.valid_until, l.retired_at, at)
      and case when l.jurisdiction in ('PR', 'VI', 'GU', 'AS', 'MP') then 'US-' || l.jurisdiction else l.jurisdiction end = w))
    then failed := failed || 'licence'::text;
  end if;

  if not exists (select from agreement a where a.health_system_id = f.health_system_id and a.reading_group_id = group_id
    and overread_in_force(a.valid_from, a.valid_until, a.retired_at, at)) then failed := failed || 'agreement'::text; end if;

  if not exists (select from contract c where c.health_system_id = f.health_system_id and c.reading_group_id = group_id
    and overread_in_force(c.valid_from, c.valid_until, c.retired_at, at)
    and (c.facility_ids = '{}' or f.id = any (c.facility_ids))
    and (c.modality_families = '{}' or s.modality_family = any (c.modality_families))
    and (c.priorities = '{}' or s.priority = any (c.priorities))
    and (c.issues = '{}' or d.issues = any (c.issues))
    and (c.hours is null or c.hours = 'null' or overread_within_hours(c.hours, reads_at))) then
    failed := failed || 'contract'::text;
  end if;

  if country = any (h.denied_countries) or not same_law and not exists (
    select from agreement a, jsonb_array_elements(a.transfers) t
    where a.health_system_id = f.health_system_id and a.reading_group_id = group_id
      and overread_in_force(a.valid_from, a.valid_until, a.retired_at, at)
      and overread_country_of_law(t ->> 'country') = overread_country_of_law(country)) then
    failed := failed || 'residency'::text;
  end if;

  if overread_payer_bars(s.payer, d.issues, d.billable, f.country, f.subdivision, country, at) then
    failed := failed || 'payer'::text;
  end if;

  if not from_shift and not coalesce(n.started_at <= at and (n.until is null or n.until > at)
    and n.reading_group_id = any (r.reading_group_ids), false) then failed := failed || 'session'::text; end if;
  return failed;
end $$;
`;

const ALL_RULES = `
-- Codes of the hard rules a reader fails for a read (stage: plan, offer, open), in the order they are told; of several
-- standings the first with the fewest failures is judged. Empty is eligible.
create function overread_failed_rules(asked_read uuid, asked_reader uuid, stage text, at timestamptz) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  d read%rowtype; s study%rowtype; f facility%rowtype; r reader%rowtype; n reading_session%rowtype;
  t record;
  own text[]; here text[]; fewest text[];
begin
  select * into strict d from read where id = asked_read;
  select * into strict s from study where health_system_id = d.health_system_id and id = d.study_id;
  select * into strict f from facility where id = s.facility_id;
  select * into strict r from reader where id = asked_reader;
  select * into n from reading_session where reader_id = asked_reader and ended_at is null;
  own := overread_reader_failures(d, s, f, r, n, stage, at);
  for t in select * from overread_standings(r, n, s.modality_family, s.subspecialty, f.id, stage, at) loop
    here := overread_standing_failures(d, s, f, r, n, stage, at,
      t.country, t.subdivision, t.group_id, t.reads_at, t.from_shift);
    if fewest is null or cardinality(here) < cardinality(fewest) then fewest := here; end if;
  end loop;
  if own = '{}' and fewest = '{}' then return fewest; end if;
  return array(select code from unnest(array['modality', 'subspecialty', 'licence', 'privilege', 'agreement', 'contract',
    'residency', 'payer', 'language', 'independence', 'exclusion', 'session', 'capacity', 'fatigue']) with ordinality c (code, nr)
    where code = any (own || fewest) order by nr);
end $$;
revoke execute on function overread_standings(reader, reading_session, text, text, uuid, text, timestamptz) from public;
revoke execute on function overread_reader_failures(read, study, facility, reader, reading_session, text, timestamptz)
  from public;
revoke execute on function overread_standing_failures(read, study, facility, reader, reading_session, text, timestamptz, text,
  text, uuid, timestamptz, boolean) from public;
`;
