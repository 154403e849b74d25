import { jest } from '@jest/globals';

// Peers, browsers and databases on a shared machine: in CI a test that failed is tried once more, and both are told. A test
// that fails twice fails. Nobody's own machine tries again: there a test that sometimes fails is to be seen.
if (process.env['CI'] === 'true') jest.retryTimes(1, { logErrorsBeforeRetry: true });
