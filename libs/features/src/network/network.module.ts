import { Module } from '@nestjs/common';
import { NetworkDirectory } from './directory/network-directory.js';
import { NetworkRecords } from './resources/network-records.service.js';
import { RESOURCE_CONTROLLERS } from './resources/resource-controllers.js';

@Module({
  controllers: RESOURCE_CONTROLLERS,
  providers: [NetworkDirectory, NetworkRecords],
  exports: [NetworkDirectory],
})
export class NetworkModule {}
