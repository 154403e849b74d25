export { IdentityCorrectionEntity } from './corrections/identity-correction.entity.js';
export { IntakeExceptionEntity } from './intake-exception.entity.js';
export { IntakeExceptions } from './exceptions.js';
export { IntakeModule } from './intake.module.js';
export { IntakeService } from './intake.service.js';
export { StudyCommands } from './commands.service.js';
export { DimseServer } from './dimse/index.js';
