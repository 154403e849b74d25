import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The hard rules a second time, written from the rules and not from the code that asks them first: who is about to be given a
 * read is asked of the source tables once more, and where the two answers differ nobody is given it.
 */
export class Eligibility1700000000018 implements MigrationInterface {
  readonly name = 'Eligibility1700000000018';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [SMALL_FACTS, STANDINGS, READER_RULES, STANDING_RULES, ALL_RULES, DISAGREEMENTS])
      await runner.query(part);
  }

  async down(): Promise<void> {
    throw new Error('migrations only go forward: restore a backup instead');
  }
}

const SMALL_FACTS = `
create function overread_in_force(valid_from timestamptz, valid_until timestamptz, retired_at timestamptz, at timestamptz)
returns boolean language sql immutable as $$
  select (valid_from is null or valid_from <= at) and (valid_until is null or at < valid_until)
    and (retired_at is null or at < retired_at) $$;

-- CMS counts these as one country.
create function overread_country_of_law(country text) returns text language sql immutable as $$
  select case when country in ('US', 'PR', 'VI', 'GU', 'AS', 'MP') then 'US' else country end $$;

create function overread_is_image_modality(term text) returns boolean language sql immutable as $$
  select term not in ('SR', 'PR', 'KO', 'SEG', 'REG', 'RTSTRUCT', 'RTPLAN', 'RTDOSE', 'RTIMAGE', 'RTRECORD', 'DOC', 'PLAN',
    'FID', 'AU', 'HC', 'ECG', 'EPS', 'HD', 'RESP', 'SMR') $$;

-- Plain radiography whatever the detector, and retired terms with their successor.
create function overread_modality_covered(term text, held text[]) returns boolean language sql immutable as $$
  select term = any (held) or case
    when term in ('CR', 'DX', 'RG') then held && array['CR', 'DX', 'RG']
    when term in ('XA', 'DS') then held && array['XA', 'DS']
    when term in ('RF', 'CF', 'DF', 'VF') then held && array['RF', 'CF', 'DF', 'VF']
    when term in ('US', 'DD', 'CD') then held && array['US', 'DD', 'CD']
    when term in ('NM', 'ST') then held && array['NM', 'ST']
    else false end $$;

create function overread_modalities_covered(terms text[], held text[]) returns boolean language sql immutable as $$
  select coalesce(bool_and(overread_modality_covered(term, held)), true)
  from unnest(terms) term where overread_is_image_modality(term) $$;

-- The US licenses by state and asks for the state of reading too; elsewhere the country does.
create function overread_licence_of(country text, subdivision text) returns text language sql immutable as $$
  select case
    when overread_country_of_law(country) <> 'US' then country
    when country <> 'US' then 'US-' || country
    else subdivision end $$;

create function overread_script_of(tag text) returns text language sql immutable as $$
  select part from unnest(string_to_array(lower(tag), '-')) with ordinality p (part, nr)
  where nr > 1 and part ~ '^[a-z]{4}$' order by nr limit 1 $$;
create function overread_writes_language(tag text, wanted text) returns boolean language sql immutable as $$
  select split_part(lower(tag), '-', 1) = split_part(lower(wanted), '-', 1)
    and coalesce(overread_script_of(tag) = overread_script_of(wanted), true) $$;

-- A window without days is every day's; one whose end is not after its start runs over midnight and is the evening's.
create function overread_within_hours(hours jsonb, at timestamptz) returns boolean language sql stable as $$
  with clock as (
    select extract(isodow from local)::int as today, extract(hour from local)::int * 60 + extract(minute from local)::int as now
    from (select at at time zone (hours ->> 'zone') as local) l),
  windows as (
    select w -> 'days' as days,
      split_part(w ->> 'from', ':', 1)::int * 60 + split_part(w ->> 'from', ':', 2)::int as opens,
      split_part(w ->> 'to', ':', 1)::int * 60 + split_part(w ->> 'to', ':', 2)::int as closes
    from jsonb_array_elements(hours -> 'windows') w)
  select exists (select from windows, clock where case
    when closes > opens then (days = '[]' or days @> to_jsonb(today)) and now >= opens and now < closes
    else ((days = '[]' or days @> to_jsonb(today)) and now >= opens)
      or ((days = '[]' or days @> to_jsonb((today + 5) % 7 + 1)) and now < closes) end) $$;
`;

const STANDINGS = `
-- Written so that it is read when it first runs: a later migration adds what shifts are for.
-- Where and for whom a reader would read: signed on; while planning also each fitting shift; else from home, for each group.
create function overread_standings(asked_reader uuid, family text, wanted text, at_facility uuid, stage text, at timestamptz)
returns table (place_in_list bigint, country text, subdivision text, group_id uuid, reads_at timestamptz, from_shift boolean)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
  return query with signed_on as (
    select 1::bigint as place_in_list, s.country, s.subdivision, s.reading_group_id, at as reads_at, false as from_shift
    from reading_session s where s.reader_id = asked_reader and s.ended_at is null),
  rostered as (
    select 1 + row_number() over (order by s.id), r.home_place ->> 'country', r.home_place ->> 'subdivision',
      s.reading_group_id, greatest(s.starts_at, at), true
    from roster_shift s join reader r on r.id = s.reader_id
    where stage = 'plan' and s.reader_id = asked_reader and s.ends_at > at and s.starts_at < at + interval '48 hours'
      and (s.modality_families = '{}' or family = any (s.modality_families))
      and (s.subspecialties = '{}' or wanted = any (s.subspecialties))
      and (s.facility_ids = '{}' or at_facility = any (s.facility_ids))),
  known as (select * from signed_on union all select * from rostered)
  select * from known
  union all
  select g.nr, r.home_place ->> 'country', r.home_place ->> 'subdivision', g.id, at, false
  from reader r left join lateral unnest(r.reading_group_ids) with ordinality g (id, nr) on true
  where r.id = asked_reader and not exists (select from known);
end $$;
`;

const READER_RULES = `
-- Rules about the reader wherever they stand.
create function overread_reader_failures(asked_read uuid, asked_reader uuid, stage text, at timestamptz) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  d read%rowtype; s study%rowtype; f facility%rowtype; r reader%rowtype; n reading_session%rowtype;
  failed text[] := '{}';
  needed int; -- 1 draft, 2 preliminary, 3 final
  counted int; whole boolean; covered text[];
  load double precision; cap double precision;
begin
  select * into strict d from read where id = asked_read;
  select * into strict s from study where health_system_id = d.health_system_id and id = d.study_id;
  select * into strict f from facility where id = s.facility_id;
  select * into strict r from reader where id = asked_reader;
  select * into n from reading_session where reader_id = asked_reader and ended_at is null;

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
create function overread_standing_failures(asked_read uuid, asked_reader uuid, stage text, at timestamptz,
  country text, subdivision text, group_id uuid, reads_at timestamptz, from_shift boolean) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_variable
declare
  d read%rowtype; s study%rowtype; f facility%rowtype; h health_system%rowtype; r reader%rowtype; n reading_session%rowtype;
  failed text[] := '{}';
  same_law boolean; made text; here text;
begin
  select * into strict d from read x where x.id = asked_read;
  select * into strict s from study x where x.health_system_id = d.health_system_id and x.id = d.study_id;
  select * into strict f from facility x where x.id = s.facility_id;
  select * into strict h from health_system x where x.id = s.health_system_id;
  select * into strict r from reader x where x.id = asked_reader;
  select * into n from reading_session x where x.reader_id = asked_reader and x.ended_at is null;
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

-- US Medicare (CMS Transmittal 66, since 2006-11-13) and Medicaid: what is final or billed inside the US set; Texas Medicaid
-- nothing outside it; Australian Medicare the same inside Australia. A payer nobody named may be any of these.
create function overread_payer_bars(payer text, issues text, billable boolean, made_in text, made_at text, read_in text,
  at timestamptz) returns boolean language sql immutable as $$
  select case overread_country_of_law(made_in)
    when 'US' then overread_country_of_law(read_in) <> 'US' and case
      when payer is null then issues = 'final' and at >= '2006-11-13Z'::timestamptz
      when lower(payer) = 'medicaid' and made_at = 'US-TX' and at >= '2010-01-01Z'::timestamptz then true
      when lower(payer) in ('medicare', 'medicaid') and at >= '2006-11-13Z'::timestamptz then issues = 'final' or billable
      else false end
    when 'AU' then read_in <> 'AU' and case
      when payer is null then issues = 'final'
      when lower(payer) = 'medicare' then issues = 'final' or billable
      else false end
    else false end $$;
`;

const ALL_RULES = `
-- Codes of the hard rules a reader fails for a read (stage: plan, offer, open), in the order they are told; of several
-- standings the first with the fewest failures is judged. Empty is eligible.
create function overread_failed_rules(asked_read uuid, asked_reader uuid, stage text, at timestamptz) returns text[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  own text[] := overread_reader_failures(asked_read, asked_reader, stage, at);
  failed text[];
begin
  select own || x.failures into failed
  from read d join study s on s.health_system_id = d.health_system_id and s.id = d.study_id,
    lateral overread_standings(asked_reader, s.modality_family, s.subspecialty, s.facility_id, stage, at) t,
    lateral overread_standing_failures(d.id, asked_reader, stage, at,
      t.country, t.subdivision, t.group_id, t.reads_at, t.from_shift) x (failures)
  where d.id = asked_read
  order by cardinality(x.failures), t.place_in_list limit 1;
  return array(select code from unnest(array['modality', 'subspecialty', 'licence', 'privilege', 'agreement', 'contract',
    'residency', 'payer', 'language', 'independence', 'exclusion', 'session', 'capacity', 'fatigue']) with ordinality c (code, nr)
    where code = any (failed) order by nr);
end $$;
revoke execute on function overread_standings(uuid, text, text, uuid, text, timestamptz) from public;
revoke execute on function overread_reader_failures(uuid, uuid, text, timestamptz) from public;
revoke execute on function overread_standing_failures(uuid, uuid, text, timestamptz, text, text, uuid, timestamptz, boolean)
  from public;
`;

const DISAGREEMENTS = `
-- Where the two answers differed: what each said, and what the first said when asked of the rows themselves.
create table eligibility_disagreement (
  id uuid not null, at timestamptz(3) not null, health_system_id uuid not null, study_id uuid not null, read_id uuid not null,
  reader_id uuid not null, stage text not null, cause text not null,
  memory_said text[] not null, rows_said text[] not null, database_said text[] not null,
  constraint eligibility_disagreement_pk primary key (id)
);
create index eligibility_disagreement_at on eligibility_disagreement (at);
alter table eligibility_disagreement enable row level security;
create policy visible on eligibility_disagreement using ((select overread_sees_studies()));
`;
