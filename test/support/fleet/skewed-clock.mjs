// Loaded before the server: its machine's clock is an hour ahead. The steady clock is not.
const SKEW_MS = 3_600_000;
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...values) {
    if (values.length === 0) super(RealDate.now() + SKEW_MS);
    else super(...values);
  }
  static now() {
    return RealDate.now() + SKEW_MS;
  }
};
