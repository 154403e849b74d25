import { ENTITIES } from '@overread/features';
import { Database, dataSourceOf, loadConfig, LogSignal, type Config } from '@overread/platform';

/** Opens the database of the environment for one command, and closes it whatever happens. */
export async function withDatabase<T>(work: (database: Database, config: Config) => Promise<T>): Promise<T> {
  const config = loadConfig();
  const dataSource = dataSourceOf({ url: config.databaseUrl, poolSize: 2, entities: ENTITIES });
  await dataSource.initialize();
  try {
    const signal = new LogSignal();
    return await work(new Database(dataSource, signal), config);
  } finally {
    await dataSource.destroy();
  }
}
