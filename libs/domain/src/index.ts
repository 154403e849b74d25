export * from './core/ids.js';
export * from './core/instant.js';
export * from './core/period.js';
export * from './core/domain-error.js';
export * from './core/event.js';
export * from './core/change.js';
export * from './realtime/topics-of.js';
