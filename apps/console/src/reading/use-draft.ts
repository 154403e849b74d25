import type { ReadDetail } from '@overread/wire';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { client } from '../session/api.js';
import { DraftSaver, type ReportText } from './draft-saver.js';

export const textOf = (draft: ReadDetail['draft']): ReportText => ({
  findings: draft?.sections['findings'] ?? '',
  impression: draft?.impression ?? '',
  conclusion: draft?.conclusion ?? null,
});

export const bodyOf = ({ findings, impression, conclusion }: ReportText) => {
  const sections: Record<string, string> = findings.trim() === '' ? {} : { findings };
  return { sections, impression, conclusion };
};

/** What is being written on a read, and where its saving stands; `kept`: whether the server keeps it. */
export function useDraft(read: ReadDetail, kept: boolean) {
  const [saver] = useState(
    () =>
      new DraftSaver(
        (report, version) => client.reads.saveDraft(read.id, bodyOf(report), { version }),
        textOf(read.draft),
        read.draft?.version ?? 0,
        kept ? undefined : null,
      ),
  );
  const { report, state } = useSyncExternalStore(saver.subscribe, saver.current);
  // Leaving the page saves what the pause had not saved yet.
  useEffect(() => () => void (kept && saver.save()), [saver, kept]);
  const resolve = async (keepMine: boolean): Promise<void> => {
    const { draft } = await client.reads.get(read.id);
    const version = draft?.version ?? 0;
    if (keepMine) await saver.keepMine(version);
    else saver.takeOther(textOf(draft), version);
  };
  return {
    report,
    state,
    kept,
    resolve,
    change: (next: Partial<ReportText>) => saver.change(next),
    save: () => (kept ? saver.save() : Promise.resolve()),
  };
}
export type Draft = ReturnType<typeof useDraft>;
