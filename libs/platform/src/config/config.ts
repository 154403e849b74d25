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
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  TOKEN_SECRET: secret,
  SEALING_KEY: secret,
  OVERREAD_EVALUATION: flag,
});
type Environment = z.infer<typeof ENVIRONMENT>;

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
  /** Signs access tokens. */
  readonly tokenSecret: string;
  /** Seals the secrets of destinations. */
  readonly sealingKey: string;
  /** Embedded database and demo network. */
  readonly evaluation: boolean;

  constructor(values: Omit<Config, 'publicUrl'> & { publicUrl?: string | undefined }) {
    Object.assign(this, values, { publicUrl: values.publicUrl ?? `http://localhost:${values.port}` });
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
    tokenSecret: env.TOKEN_SECRET,
    sealingKey: env.SEALING_KEY,
    evaluation: env.OVERREAD_EVALUATION,
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
