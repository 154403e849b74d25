import { Module } from '@nestjs/common';
import { mapConstraint } from '@overread/platform';
import { AccessModule } from '../access/index.js';
import { NetworkModule } from '../network/index.js';
import { RoutingModule } from '../routing/index.js';
import { SlaModule } from '../sla/index.js';
import { CommandsController } from './commands.controller.js';
import { StudyCommands } from './commands.service.js';
import { CORRECTION_CONTROLLERS, CORRECTION_PROVIDERS } from './corrections/index.js';
import { DICOM_WEB_CONTROLLERS, DICOM_WEB_PROVIDERS } from './dicom-web/index.js';
import { DIMSE_PROVIDERS } from './dimse/index.js';
import { ExceptionsController } from './exceptions.controller.js';
import { IntakeExceptions } from './exceptions.js';
import { IMAGE_PROVIDERS } from './images/index.js';
import { IntakeService } from './intake.service.js';
import { SubmissionsController } from './submissions.controller.js';

mapConstraint('study_uid_unique', 'conflict', 'intake/identity-conflict', 'a study has this Study Instance UID');
mapConstraint('patient_identity_unique', 'conflict', 'intake/busy', 'the patient was registered just now; try again');

@Module({
  imports: [AccessModule, NetworkModule, RoutingModule, SlaModule],
  controllers: [
    CommandsController,
    ExceptionsController,
    SubmissionsController,
    ...CORRECTION_CONTROLLERS,
    ...DICOM_WEB_CONTROLLERS,
  ],
  providers: [
    IntakeExceptions,
    IntakeService,
    StudyCommands,
    ...CORRECTION_PROVIDERS,
    ...IMAGE_PROVIDERS,
    ...DICOM_WEB_PROVIDERS,
    ...DIMSE_PROVIDERS,
  ],
  exports: [IntakeExceptions, IntakeService, StudyCommands],
})
export class IntakeModule {}
