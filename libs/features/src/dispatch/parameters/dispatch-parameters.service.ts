import {
  DEFAULT_NETWORK_PARAMETERS,
  DomainError,
  PARAMETER_FIELDS,
  parameterAt,
  parameterDifferences,
  putInForce,
  type DomainEvent,
  type JsonObject,
  type NetworkParameters,
  type ParametersProposal,
  type ParametersVersion,
  type Principal,
} from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { added, Database, maybe, pageOf, requireVersion, scopeOf, type Page, type Tx } from '@overread/platform';
import type { DispatchParameters, ParametersVersionBody } from '@overread/wire';
import { DispatchParametersEntity } from './dispatch-parameters.entity.js';
import { completed, ParametersInForce } from './parameters-in-force.js';

/** The last so many are shown with what is in force; all are kept, and those before are asked for page by page. */
const SHOWN = 50;

type Change = Omit<ParametersProposal, 'by'>;
type Row = DispatchParametersEntity & { byName: string | null };

/** What administrators see of the parameters, and how they put others in force. */
@Injectable()
export class DispatchParametersService {
  constructor(
    private readonly database: Database,
    private readonly inForce: ParametersInForce,
  ) {}

  show(principal: Principal): Promise<DispatchParameters> {
    return this.database.transaction(scopeOf(principal), shown);
  }

  /** Versions below a number, the latest first. */
  history(principal: Principal, { before, limit }: Asked): Promise<Page<ParametersVersionBody>> {
    return this.database.transaction(scopeOf(principal), (tx) => versionsOf(tx, { before, limit }));
  }

  /** Errors: those of `putInForce`; stale `request/stale` when others are in force since they were looked at. */
  async put(principal: Principal, change: Change, versions: readonly number[] | null): Promise<DispatchParameters> {
    return this.change(principal, versions, () => Promise.resolve(change));
  }

  /** One step: the numbers of an earlier version become the next one. Not-found for a number there is none of. */
  async goBack(
    principal: Principal,
    { to, reason }: { to: number | null; reason: string },
    versions: readonly number[] | null,
  ): Promise<DispatchParameters> {
    return this.change(principal, versions, async (tx, number) => {
      const backTo = to ?? Math.max(0, number - 1);
      return { parameters: await numbered(tx, backTo), reason, whatIfId: null, backTo };
    });
  }

  private async change(
    principal: Principal,
    versions: readonly number[] | null,
    changeAfter: (tx: Tx, number: number) => Promise<Change>,
  ): Promise<DispatchParameters> {
    const answer = await this.database.transaction({ kind: 'system', actor: principal.id }, async (tx) => {
      const number = await latestNumber(tx);
      const change = await changeAfter(tx, number);
      if (change.whatIfId !== null) await refuseUnknownRun(tx, change.whatIfId);
      const targets = { latest: maybe(DispatchParametersEntity, { number }), made: added(DispatchParametersEntity) };
      await tx.change(targets, ({ latest }, now) => {
        requireVersion(versions, number);
        const before = latest && { number, parameters: completed(latest.parameters) };
        const { version, differences } = putInForce(before, { ...change, by: principal.id }, now);
        const row = { ...version, parameters: version.parameters as unknown as JsonObject };
        const events = [
          changed(
            version,
            differences.map(({ path }) => path),
          ),
        ];
        return { next: { made: [row] }, events, result: undefined };
      });
      return shown(tx);
    });
    // This process at once; the others hear of it in the log.
    await this.inForce.refresh();
    return answer;
  }
}

async function latestNumber(tx: Tx): Promise<number> {
  const [row] = await tx.read<{ number: number }>(
    'select coalesce(max(number), 0)::int as number from dispatch_parameters',
  );
  return row?.number ?? 0;
}

async function numbered(tx: Tx, number: number): Promise<NetworkParameters> {
  if (number === 0) return DEFAULT_NETWORK_PARAMETERS;
  const [row] = await tx.read<{ parameters: JsonObject }>(
    'select parameters from dispatch_parameters where number = $1',
    [number],
  );
  if (!row) throw new DomainError('not-found', 'dispatch/parameters-unknown', `There is no version ${number}`);
  return completed(row.parameters);
}

async function refuseUnknownRun(tx: Tx, id: string): Promise<void> {
  const [run] = await tx.read('select from what_if_run where id = $1', [id]);
  if (run) return;
  const errors = [{ path: 'whatIfId', code: 'parameter/what-if', message: 'There is no such what-if run' }];
  throw new DomainError('invalid', 'dispatch/parameters', 'whatIfId: there is no such what-if run', { errors });
}

interface Asked {
  /** Null for the latest. */
  before: number | null;
  limit: number;
}

/** A page of versions; each is set beside the one before it. */
async function versionsOf(tx: Tx, { before, limit }: Asked): Promise<Page<ParametersVersionBody>> {
  const rows = await tx.read<Row>(
    `select p.number, p.parameters, p.reason, p.by, u.name as "byName", p.in_force_at as "inForceAt",
       p.what_if_id as "whatIfId", p.back_to as "backTo"
     from dispatch_parameters p left join user_account u on u.id::text = p.by
     where $1::int is null or p.number < $1 order by p.number desc limit $2`,
    [before, limit + 1],
  );
  const sets = rows.map(({ parameters }) => completed(parameters));
  const setBefore = (index: number): NetworkParameters => sets[index + 1] ?? DEFAULT_NETWORK_PARAMETERS;
  const page = pageOf(rows, limit, ({ number }) => [number]);
  return {
    ...page,
    items: page.items.map(({ by, byName, inForceAt, parameters: _, ...row }, index) => ({
      ...row,
      by: { id: by, name: byName ?? '' },
      inForceAt: inForceAt.toISOString(),
      parameters: sets[index] as NetworkParameters,
      differences: parameterDifferences(setBefore(index), sets[index] as NetworkParameters),
    })),
  };
}

async function shown(tx: Tx): Promise<DispatchParameters> {
  const { items, next } = await versionsOf(tx, { before: null, limit: SHOWN });
  const parameters = items[0]?.parameters ?? DEFAULT_NETWORK_PARAMETERS;
  return {
    version: items[0]?.number ?? 0,
    parameters,
    defaults: DEFAULT_NETWORK_PARAMETERS,
    fields: PARAMETER_FIELDS.map((field) => ({
      ...field,
      inForce: parameterAt(parameters, field.path) as number,
      byDefault: parameterAt(DEFAULT_NETWORK_PARAMETERS, field.path) as number,
    })),
    history: items,
    historyNext: next,
  };
}

const changed = ({ number, backTo }: ParametersVersion, fields: string[]): DomainEvent => ({
  type: 'dispatch.parameters-changed',
  healthSystemId: null,
  studyId: null,
  readId: null,
  readingGroupIds: [],
  readerIds: [],
  version: number,
  data: { number, backTo, fields },
});
