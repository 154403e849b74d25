import type { HardRule } from '../hard-rules.js';

/** A second opinion, an adjudication and whatever the plan marks independent come from someone who did no other read of it. */
export const independenceRule: HardRule = ({ read, reader }) => {
  if (!read.independent && read.purpose !== 'secondary' && read.purpose !== 'adjudication') return null;
  const other = read.otherReads.find((each) => each.readerId === reader.reader.id);
  return other === undefined ? null : `did the ${other.purpose} read of this study`;
};
