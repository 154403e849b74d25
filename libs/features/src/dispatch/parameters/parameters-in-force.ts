import {
  DEFAULT_NETWORK_PARAMETERS,
  type DispatchParams,
  type JsonObject,
  type NetworkParameters,
  type PlanParams,
} from '@overread/domain';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { Database, LogTail, systemScope } from '@overread/platform';

/** The number and its parameters: the same objects until others are in force. */
export interface InForce {
  number: number;
  dispatch: DispatchParams;
  plan: PlanParams;
}

const DEFAULTS: InForce = { number: 0, ...DEFAULT_NETWORK_PARAMETERS };
const RETRY_MS = 500;

/** Everything of a version, with the product's own for what a newer product has added since. */
export function completed(parameters: JsonObject): NetworkParameters {
  const { dispatch, plan } = parameters as unknown as NetworkParameters;
  return {
    dispatch: { ...DEFAULT_NETWORK_PARAMETERS.dispatch, ...dispatch },
    plan: { ...DEFAULT_NETWORK_PARAMETERS.plan, ...plan },
  };
}

/**
 * By which parameters this process dispatches just now; follows the log. Whoever chooses takes them once, and stores the
 * choice with the ones it took.
 */
@Injectable()
export class ParametersInForce implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('ParametersInForce');
  private known: InForce = DEFAULTS;
  private loading: Promise<void> = Promise.resolve();
  private retry: NodeJS.Timeout | null = null;
  private stopListening: (() => void) | null = null;

  constructor(
    private readonly database: Database,
    private readonly tail: LogTail,
  ) {}

  async onModuleInit(): Promise<void> {
    this.stopListening = this.tail.onEvents((events) => {
      if (events.some(({ type }) => type === 'dispatch.parameters-changed')) this.follow();
    });
    await this.refresh();
  }

  /** What others changed between the first look and the tail's start. */
  async onApplicationBootstrap(): Promise<void> {
    await this.tail.onApplicationBootstrap();
    await this.refresh();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopListening?.();
    clearTimeout(this.retry ?? undefined);
    await this.loading.catch(() => undefined);
  }

  current(): InForce {
    return this.known;
  }

  /** Reads what is in force; one look after the other, so that an older one never has the last word. */
  refresh(): Promise<void> {
    this.loading = this.loading.catch(() => undefined).then(() => this.load());
    return this.loading;
  }

  private follow(): void {
    clearTimeout(this.retry ?? undefined);
    this.refresh().catch((error: unknown) => {
      this.logger.warn(`cannot be read now: ${error instanceof Error ? error.message : String(error)}`);
      this.retry = setTimeout(() => this.follow(), RETRY_MS).unref();
    });
  }

  private async load(): Promise<void> {
    const [row] = await this.database.transaction(systemScope, (tx) =>
      tx.read<{ number: number; parameters: JsonObject }>(
        'select number, parameters from dispatch_parameters order by number desc limit 1',
      ),
    );
    if ((row?.number ?? 0) === this.known.number) return;
    this.known = row ? { number: row.number, ...completed(row.parameters) } : DEFAULTS;
  }
}
