import type { Report } from '@overread/domain';
import type { Report as WireReport } from '@overread/wire';

/** A report for the wire. */
export const reportToWire = (report: Report): WireReport => ({
  id: report.id,
  readId: report.readId,
  kind: report.kind,
  sections: report.sections,
  impression: report.impression,
  conclusion: report.conclusion,
  author: { id: report.authorId, name: report.authorName },
  signedAt: report.signedAt.toISOString(),
  flags: report.flags,
  lateEntry: report.lateEntry ?? null,
  told:
    report.toldName === null ? null : { name: report.toldName, at: (report.toldAt ?? report.signedAt).toISOString() },
});
