import { Module } from '@nestjs/common';
import { mapConstraint } from '@overread/platform';
import { EligibilityModule } from '../../eligibility/index.js';
import { NetworkModule } from '../../network/index.js';
import { RoutingModule } from '../../routing/index.js';
import { SlaModule } from '../../sla/index.js';
import { BreakGlassTimers } from '../break-glass/break-glass-timers.job.js';
import { BreakGlassView } from '../break-glass/break-glass-view.js';
import { BreakGlassController } from '../break-glass/break-glass.controller.js';
import { BreakGlassRequests } from '../break-glass/break-glass-request.service.js';
import { BreakGlassService } from '../break-glass/break-glass.service.js';
import { EligibleInTime } from '../break-glass/eligible-in-time.service.js';
import { MassCasualtyTimers } from './mass-casualty-timers.job.js';
import { MassCasualtiesController } from './mass-casualties.controller.js';
import { MassCasualties } from './mass-casualties.service.js';
import { OfflineListController } from './offline-list.controller.js';
import { AccessModule } from '../../access/index.js';
import { HandBackTimers } from '../hand-back/hand-back-timers.job.js';
import { HandBackView } from '../hand-back/hand-back-view.js';
import { HandBacksController } from '../hand-back/hand-backs.controller.js';
import { HandBacksService } from '../hand-back/hand-backs.service.js';
import { ReclaimService } from '../hand-back/reclaim.service.js';

export { BreakGlassEntity } from '../break-glass/break-glass.entity.js';
export { HandBackEntity } from '../hand-back/hand-back.entity.js';
export { MassCasualtyEntity } from './mass-casualty.entity.js';

mapConstraint('hand_back_one_open', 'conflict', 'hand-back/open', 'the site is being asked to take the study already');
mapConstraint(
  'break_glass_one_open',
  'conflict',
  'break-glass/open',
  'rules are being asked to be set aside for this read',
);

/** What is done when nobody may read a study in time. */
@Module({
  imports: [AccessModule, EligibilityModule, NetworkModule, RoutingModule, SlaModule],
  controllers: [BreakGlassController, HandBacksController, MassCasualtiesController, OfflineListController],
  providers: [
    BreakGlassRequests,
    BreakGlassService,
    BreakGlassTimers,
    BreakGlassView,
    EligibleInTime,
    HandBackTimers,
    HandBackView,
    HandBacksService,
    ReclaimService,
    MassCasualties,
    MassCasualtyTimers,
  ],
})
export class EmergencyModule {}
