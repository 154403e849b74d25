import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DimseServer } from '@overread/features';
import { applicationOptions, Config } from '@overread/platform';
import { AppModule } from './app.module.js';
import { listDoors } from './list-doors.js';
import { prepareApp } from './prepare-app.js';

// `npm start` holds the other end: when it is killed outright, nothing of it stays behind.
process.on('disconnect', () => process.exit(0));

async function main(): Promise<void> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule, applicationOptions);
  prepareApp(app);
  const config = app.get(Config);
  await app.listen(config.port, config.host);
  if (!config.evaluation) return;
  const port = app.get(DimseServer).listeningPort;
  const dicom = port === null ? {} : { dicom: { aeTitle: config.dicomAeTitle, port } };
  listDoors(config.varDir, { url: config.publicUrl, ...dicom });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
