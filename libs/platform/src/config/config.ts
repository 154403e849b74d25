import { z } from 'zod';

export const ROLES = ['api', 'doors', 'dispatcher', 'follower'] as const;
export type ServerRole = (typeof ROLES)[number];

const port = (standard: number) => z.coerce.number().int().min(0).max(65_535).default(standard);
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' });
const secret = z.string().min(32, 'must have at least 32 characters');
const flag = z
  .enum(['true', 'false', '1', '0'])
  .default('false')
  .transform((text) => text === 'true' || text === '1');
const roles = z
  .string()
  .default(ROLES.join(','))
  .transform((text) => text.split(',').map((role) => role.trim()))
  .pipe(z.array(z.enum(ROLES)).min(1))
  .transform((list): ReadonlySet<ServerRole> => new Set(list));

const PLACEHOLDER = /\{([^{}]*)\}/g;
const IN_VIEWER_URL = ['studyInstanceUid', 'accessionNumber', 'studyId', 'readId', 'token'];
const viewerUrl = z
  .string()
  .regex(/^(https?:\/\/|[a-z][a-z0-9+.-]*:|\/)/i, 'must be an address')
  .refine(
    (text) => [...text.matchAll(PLACEHOLDER)].every(([, name]) => IN_VIEWER_URL.includes(name ?? '')),
    `may name ${IN_VIEWER_URL.map((name) => `{${name}}`).join(', ')} only`,
  );
/** `CT:60,MR:90`: at least so many seconds between opening and signing a final. */
const floors = z
  .string()
  .regex(/^([A-Z]{2,16}:[0-9]{1,5})(,[A-Z]{2,16}:[0-9]{1,5})*$/, 'must look like CT:60,MR:90')
  .optional()
  .transform((text): Readonly<Record<string, number>> =>
    Object.fromEntries(
      (text ?? '')
        .split(',')
        .filter((entry) => entry !== '')
        .map((entry) => entry.split(':'))
        .map(([modality = '', seconds]) => [modality, Number(seconds)]),
    ),
  );

/** Every variable the product reads. `.env.example` has the same names. */
export const ENVIRONMENT = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port(3000),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  DICOM_PORT: port(11_112),
  DICOM_AE_TITLE: z
    .string()
    .regex(/^[\x21-\x5b\x5d-\x7e]{1,16}$/, 'must be 1 to 16 printable characters')
    .default('OVERREAD'),
  HL7_PORT: port(2575),
  VAR_DIR: z.string().default('./var'),
  DATABASE_URL: postgresUrl,
  MIGRATION_DATABASE_URL: postgresUrl.optional(),
  APP_DATABASE_PASSWORD: z.string().min(8).optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(500).default(20),
  ROLES: roles,
  VIEWER_URL_TEMPLATE: viewerUrl.optional(),
  INTEGRITY_FLOOR_SECONDS: floors,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  TOKEN_SECRET: secret,
  SEALING_KEY: secret,
  OVERREAD_EVALUATION: flag,
  OVERREAD_COMMAND: z.string().optional(),
});
type Environment = z.infer<typeof ENVIRONMENT>;

/** What a configuration may leave out. */
type Optional = Pick<Config, 'publicUrl' | 'viewerUrlTemplate' | 'integrityFloorSeconds' | 'commandFile'>;

/** What the server was started with: parsed once, frozen. What operators change while it runs is rows, not this. */
export class Config {
  readonly host: string;
  readonly port: number;
  /** Where people reach the server; the address in messages and links. */
  readonly publicUrl: string;
  /** How many proxies in front add themselves to X-Forwarded-For. */
  readonly trustedProxies: number;
  readonly dicomPort: number;
  readonly dicomAeTitle: string;
  readonly hl7Port: number;
  readonly varDir: string;
  readonly databaseUrl: string;
  readonly databasePoolSize: number;
  readonly roles: ReadonlySet<ServerRole>;
  readonly logLevel: Environment['LOG_LEVEL'];
  /** Where a study's images are shown, with placeholders in braces; null when the console's own viewer is all there is. */
  readonly viewerUrlTemplate: string | null;
  /** Least seconds of reading before a final may leave unattested, by modality. Empty holds nothing. */
  readonly integrityFloorSeconds: Readonly<Record<string, number>>;
  /** Signs access tokens. */
  readonly tokenSecret: string;
  /** Seals the secrets of destinations. */
  readonly sealingKey: string;
  /** Embedded database and demo network. */
  readonly evaluation: boolean;
  /** The built command line, which the evaluation runs demo days with; null where there is none. */
  readonly commandFile: string | null;

  constructor(values: Omit<Config, keyof Optional> & { [K in keyof Optional]?: Config[K] | undefined }) {
    Object.assign(this, values, {
      publicUrl: values.publicUrl ?? `http://localhost:${values.port}`,
      viewerUrlTemplate: values.viewerUrlTemplate ?? null,
      integrityFloorSeconds: values.integrityFloorSeconds ?? {},
      commandFile: values.commandFile ?? null,
    });
    Object.freeze(this);
  }
}

export type Variables = Readonly<Record<string, string | undefined>>;

const present = (variables: Variables): Variables =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''));

function parse<T>(schema: z.ZodType<T>, variables: Variables): T {
  const result = schema.safeParse(present(variables));
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const name = issue.path.join('.');
    const missing = issue.code === 'invalid_type' && present(variables)[name] === undefined;
    return `  ${name} ${missing ? 'is missing' : issue.message}`;
  });
  throw new Error(`The environment is not complete:\n${problems.join('\n')}\nSee .env.example.`);
}

/** The server's configuration; names every problem of the environment at once. */
export function loadConfig(variables: Variables = process.env): Config {
  const env = parse(ENVIRONMENT, variables);
  return new Config({
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL?.replace(/\/$/, ''),
    trustedProxies: env.TRUSTED_PROXIES,
    dicomPort: env.DICOM_PORT,
    dicomAeTitle: env.DICOM_AE_TITLE,
    hl7Port: env.HL7_PORT,
    varDir: env.VAR_DIR,
    databaseUrl: env.DATABASE_URL,
    databasePoolSize: env.DATABASE_POOL_SIZE,
    roles: env.ROLES,
    logLevel: env.LOG_LEVEL,
    viewerUrlTemplate: env.VIEWER_URL_TEMPLATE,
    integrityFloorSeconds: env.INTEGRITY_FLOOR_SECONDS,
    tokenSecret: env.TOKEN_SECRET,
    sealingKey: env.SEALING_KEY,
    evaluation: env.OVERREAD_EVALUATION,
    commandFile: env.OVERREAD_COMMAND,
  });
}

/** What `migrate` needs: the owner's address (DATABASE_URL when there is no other) and the server role's password. */
export function loadMigrationConfig(variables: Variables = process.env): { ownerUrl: string; appPassword?: string } {
  const schema = ENVIRONMENT.pick({ DATABASE_URL: true, MIGRATION_DATABASE_URL: true, APP_DATABASE_PASSWORD: true });
  const filled = { ...variables, DATABASE_URL: variables['DATABASE_URL'] || variables['MIGRATION_DATABASE_URL'] };
  const env = parse(schema, filled);
  return {
    ownerUrl: env.MIGRATION_DATABASE_URL ?? env.DATABASE_URL,
    ...(env.APP_DATABASE_PASSWORD === undefined ? {} : { appPassword: env.APP_DATABASE_PASSWORD }),
  };
}
