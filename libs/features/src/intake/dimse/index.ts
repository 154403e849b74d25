import type { Provider } from '@nestjs/common';
import { DimseServer } from './dimse-server.js';

export { DimseServer } from './dimse-server.js';

/** For the intake module. */
export const DIMSE_PROVIDERS: Provider[] = [DimseServer];
