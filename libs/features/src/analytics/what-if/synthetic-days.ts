import {
  acceptSubmission,
  asId,
  Chance,
  normaliseSubmission,
  planAgain,
  publishedStudiesADay,
  readingFactor,
  siteOf,
  studyStream,
  type ActivePolicy,
  type StreamedStudy,
  type Instant,
  type PatientId,
  type RosterShift,
  type Site,
  type StudyId,
  type WhatIfRead,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { all, Database, systemScope, type Tx } from '@overread/platform';
import type { NewWhatIf } from '@overread/wire';
import { NetworkDirectory, RosterShiftEntity, type DirectorySnapshot } from '../../network/index.js';
import { RoutingService, type TriedRouting } from '../../routing/index.js';
import { look } from '../../studies/index.js';
import { whatIfReads, type DayNetwork } from './day-reads.js';
import { stintsOfShifts } from './day-stints.js';
import { contractsTried } from './tried-contracts.js';
import { breath, daysOf, spanOf, type Days, type DaySpan } from './days.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

interface Planned {
  day: DayNetwork;
  at: Instant;
  seed: string;
  arrival: StreamedStudy;
}

/**
 * Makes days that nobody has lived through: studies as the published distributions have them, from the network's own
 * facilities, routed by its policies and contracts, for whoever is rostered. The same seed makes the same day.
 */
@Injectable()
export class SyntheticDaysService {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly routing: RoutingService,
  ) {}

  async load(asked: NewWhatIf, policy: ActivePolicy | null): Promise<Days> {
    const span = spanOf(asked);
    const network = this.directory.snapshot();
    const contracts = contractsTried(network, asked.change);
    const { change } = asked;
    const isOther = policy !== null || change.contracts.length + change.withoutContracts.length > 0;
    const shifts = await this.database.transaction(systemScope, (tx) => shiftsIn(tx, span.warmFrom, span.endsAt));
    const stints = stintsOfShifts(network, shifts);
    const day = { network, sessions: stints.map(({ session }) => session) };
    const reads: WhatIfRead[] = [];
    const replanned: WhatIfRead[] = [];
    let made = 0;
    for (const arrival of arrivalsOf(asked, network, span)) {
      const at = new Date(span.warmFrom.getTime() + Math.round(arrival.atMs));
      const planned = { day, at, seed: asked.seed, arrival };
      reads.push(...(await this.planned({ policy: null }, planned)));
      if (isOther) replanned.push(...(await this.planned({ policy, contracts }, planned)));
      await breath(++made);
    }
    return daysOf(asked, { network, span, stints, reads, tried: isOther ? replanned : reads });
  }

  private async planned(tried: TriedRouting, { day, at, seed, arrival }: Planned): Promise<WhatIfRead[]> {
    const { submission } = arrival;
    const facility = day.network.facilityByCode.get(submission.facility);
    if (!facility) return [];
    const normal = normaliseSubmission(submission, facility);
    const ids = { id: asId<StudyId>(submission.accessionNumber), patientId: asId<PatientId>(submission.patient.id) };
    const accepted = acceptSubmission(normal, ids, at);
    const planning = await this.routing.planningUnder(tried, accepted, normal.patient, at);
    const { study, reads } = planAgain(planning, [], at);
    return whatIfReads(day, { study, reads, had: [] }).map((read, index) => ({
      ...read,
      readingMinutes: read.facts.expectedMinutes * readingFactor(seed, study.id, reads[index]?.ordinal ?? index),
    }));
  }
}

/** Whether anybody is rostered for work in the period. */
export async function isRostered(tx: Tx, from: Instant, to: Instant): Promise<boolean> {
  const rows = await tx.read(
    `select from roster_shift where starts_at < $2 and ends_at > $1 and kind = 'work' limit 1`,
    [from, to],
  );
  return rows.length > 0;
}

async function shiftsIn(tx: Tx, from: Instant, to: Instant): Promise<RosterShift[]> {
  const rows = await tx.read<{ id: RosterShift['id'] }>(
    `select id from roster_shift where starts_at < $2 and ends_at > $1 and kind = 'work' order by starts_at, id`,
    [from, to],
  );
  if (rows.length === 0) return [];
  const id = rows.map((row) => row.id);
  return (await look(tx, { shifts: all(RosterShiftEntity, { id }, { lock: 'none' }) })).shifts;
}

/** How many studies are made of a question, warm-up left out; 0 of one about recorded days. */
export function studiesToMake({ synthetic, from, to }: NewWhatIf, network: DirectorySnapshot): number {
  if (!synthetic) return 0;
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  return (synthetic.studiesADay ?? publishedStudiesADay(sitesOf(network))) * days;
}

function arrivalsOf(
  { synthetic, seed }: NewWhatIf,
  network: DirectorySnapshot,
  span: DaySpan,
): Iterable<StreamedStudy> {
  const sites = sitesOf(network);
  const usual = publishedStudiesADay(sites);
  return studyStream({
    chance: new Chance(`${seed}/synthetic`),
    sites,
    startsAt: span.warmFrom,
    minutes: (span.to.getTime() - span.warmFrom.getTime()) / MINUTE_MS,
    speed: 1,
    rate: null,
    volume: usual === 0 ? 0 : (synthetic?.studiesADay ?? usual) / usual,
    run: 'synthetic',
  });
}

const sitesOf = ({ facilityByCode }: DirectorySnapshot): Site[] =>
  [...facilityByCode.values()].map(siteOf).sort((a, b) => (a.code < b.code ? -1 : 1));
