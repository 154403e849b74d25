import { Module } from '@nestjs/common';
import { NetworkDirectory } from './directory/network-directory.js';

@Module({
  providers: [NetworkDirectory],
  exports: [NetworkDirectory],
})
export class NetworkModule {}
