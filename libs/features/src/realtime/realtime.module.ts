import { Module } from '@nestjs/common';
import { AccessModule } from '../access/index.js';
import { DispatchModule } from '../dispatch/index.js';
import { NetworkModule } from '../network/index.js';
import { SlaModule } from '../sla/index.js';
import { LiveConnections } from './live-connections.js';
import { LiveHub } from './fan-out/live-hub.js';
import { LiveGateway } from './live.gateway.js';
import { Snapshots } from './snapshots.js';
import { Subscriptions } from './subscriptions.js';
import { TopicAccess } from './topic-access.js';

/** Live events for people and systems. */
@Module({
  imports: [AccessModule, NetworkModule, SlaModule, DispatchModule],
  providers: [LiveConnections, LiveGateway, LiveHub, Snapshots, Subscriptions, TopicAccess],
})
export class RealtimeModule {}
