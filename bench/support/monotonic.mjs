import process from 'node:process';

/** Milliseconds on a clock that all processes of the machine share and nobody sets. */
export const nowMs = () => Number(process.hrtime.bigint()) / 1e6;
