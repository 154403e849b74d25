export { DraftEntity } from './draft.entity.js';
export { ReadingModule } from './reading.module.js';
export { ReadingService } from './reading.service.js';
export { ReportPrinter } from './reports/report-printer.js';
export { reportToWire } from './reports/report-wire.js';
export { ReportEntity } from './reports/report.entity.js';
export { ReportsService } from './reports/reports.service.js';
export { SigningService } from './signing.service.js';
