/** The right to lead, as one process holds it. `lost` aborts when it is gone; the epoch tells a paused holder. */
export interface Lease {
  readonly name: string;
  readonly holder: string;
  readonly epoch: number;
  readonly lost: AbortSignal;
}
