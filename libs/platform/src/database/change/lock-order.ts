const RANK = Symbol('lock rank');
export const LAST_RANK = 30;

/**
 * When a change locks several tables it locks the lower rank first, so that two changes can wait for each other but
 * never in a circle. `study` is 10, `read` 20, what is not ranked 30.
 */
export const LockOrder =
  (rank: number) =>
  (entity: object): void => {
    Reflect.defineMetadata(RANK, rank, entity);
  };

export const lockRankOf = (entity: object): number =>
  (Reflect.getMetadata(RANK, entity) as number | undefined) ?? LAST_RANK;
