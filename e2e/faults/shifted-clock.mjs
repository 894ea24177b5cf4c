/** Preloaded into the product's process: shifts its clock by SECOND_LOOK_CLOCK_SHIFT milliseconds. */
const shift = Number(process.env.SECOND_LOOK_CLOCK_SHIFT);
const RealDate = Date;
const { now } = RealDate;

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now() + shift);
    else super(...given);
  }

  static now() {
    return now() + shift;
  }
};
