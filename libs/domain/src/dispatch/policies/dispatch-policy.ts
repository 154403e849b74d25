import type { DispatchParams } from '../dispatch-params.js';
import type { DispatchBoard } from './dispatch-board.js';

/** No read, or no reader. */
export const NONE = -1;

/** Read `read` goes to idle reader `reader`. */
export interface Pairing {
  read: number;
  reader: number;
}

/**
 * Decides who reads what, from a board. The same board and seed give the same answers: a policy has no clock and no chance
 * of its own. It is asked at each event; whoever asks starts what it answers before asking again.
 */
export interface DispatchPolicy {
  /** A reader holds nothing: what do they read next? */
  readFor(reader: number): number;
  /** A read has come to wait: who of the idle readers takes it at once? */
  readerFor(read: number): number;
  /** A reader's shift has ended, with what was bound to them still waiting. */
  readerLeft?(reader: number): void;
  /** Asked every `everyMinutes`; answers who starts what now. */
  plan?: { everyMinutes: number; make(): Pairing[] };
  /** What a busy reader is shown as their next. */
  nextUp?(reader: number): number;
}

export interface PolicySettings {
  params: DispatchParams;
  /** Of the policies that draw. */
  seed: string;
}

export type PolicyMaker = (board: DispatchBoard, settings: PolicySettings) => DispatchPolicy;
