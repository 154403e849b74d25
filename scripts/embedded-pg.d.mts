export interface EmbeddedPostgresOptions {
  /** Folder of the cluster: its data, its passwords (0600) and its log. Created when missing. */
  readonly dir: string;
  /** Loopback port; a free one by default. A server that runs already keeps the port it has. */
  readonly port?: number;
  /** Server settings, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Linux: the server stops when this process dies, however it dies. */
  readonly endsWithParent?: boolean;
}

export interface EmbeddedPostgres {
  readonly pid: number;
  readonly port: number;
  /** True when a server left by an earlier process was taken over. */
  readonly reused: boolean;
  /** Connects as the superuser to database `postgres`. Never give it to the product. */
  readonly superuserUrl: string;
  /** Connects as `overread_owner` to database `overread`, which it owns. */
  readonly ownerUrl: string;
  /** Settles when the server is gone, for whatever reason. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

export interface DatabaseAddress {
  readonly role: string;
  readonly password: string;
  readonly port: number;
  readonly database?: string;
}

export function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres>;
export function databaseUrl(address: DatabaseAddress): string;
export function freePort(): Promise<number>;
