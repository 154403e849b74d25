export { AnalyticsModule } from './analytics.module.js';
export { WhatIfRunEntity } from './what-if/what-if-run.entity.js';
