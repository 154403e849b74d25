import { Chance } from '../../core/chance.js';
import { byPay } from './cherry-pick.js';
import { NONE, type PolicyMaker } from './dispatch-policy.js';
import { firstFor } from './pull-policy.js';

/** The policy among readers who, at this share (0..1) of their picks, take what pays most for a minute instead. */
export const ownPicks =
  (share: number, maker: PolicyMaker): PolicyMaker =>
  (board, settings) => {
    const policy = maker(board, settings);
    const chance = new Chance(`${settings.seed}/own-picks`);
    return {
      readFor(reader) {
        const own = chance.happens(share) ? firstFor(board, reader, byPay) : NONE;
        return own === NONE ? policy.readFor(reader) : own;
      },
      readerFor: (read) => policy.readerFor(read),
      readerLeft: (reader) => policy.readerLeft?.(reader),
      ...(policy.plan ? { plan: policy.plan } : {}),
      nextUp: (reader) => policy.nextUp?.(reader) ?? NONE,
    };
  };
