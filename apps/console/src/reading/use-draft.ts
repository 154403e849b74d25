import { ProblemError, type ReadDetail } from '@overread/wire';
import { useCallback, useEffect, useRef, useState } from 'react';
import { client } from '../session/api.js';

export interface ReportText {
  findings: string;
  impression: string;
  conclusion: Conclusion | null;
}
export type Conclusion = NonNullable<NonNullable<ReadDetail['draft']>['conclusion']>;
export type DraftState =
  | { kind: 'clean' }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: string }
  | { kind: 'conflict' }
  | { kind: 'failed'; error: unknown };

const PAUSE_MS = 1200;

export const textOf = (draft: ReadDetail['draft']): ReportText => ({
  findings: draft?.sections['findings'] ?? '',
  impression: draft?.impression ?? '',
  conclusion: draft?.conclusion ?? null,
});
export const bodyOf = (report: ReportText) => ({
  sections: (report.findings.trim() === '' ? {} : { findings: report.findings }) as Record<string, string>,
  impression: report.impression,
  conclusion: report.conclusion,
});

/**
 * Keeps what is being written: saved after a pause in typing, one save at a time, each on top of the version it knows.
 * A draft that was changed somewhere else stops the saving until the reader says which one stays.
 */
export function useDraft(read: ReadDetail, enabled: boolean) {
  const [report, setReport] = useState<ReportText>(() => textOf(read.draft));
  const [state, setState] = useState<DraftState>({ kind: 'clean' });
  const at = useRef({ version: read.draft?.version ?? 0, report, dirty: false, saving: false });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const save = useCallback(async (): Promise<void> => {
    const now = at.current;
    clearTimeout(timer.current);
    if (now.saving || !now.dirty) return;
    Object.assign(now, { saving: true, dirty: false });
    setState({ kind: 'saving' });
    try {
      const saved = await client.reads.saveDraft(read.id, bodyOf(now.report), { version: now.version });
      now.version = saved.version;
      setState({ kind: 'saved', at: saved.savedAt });
    } catch (error) {
      now.dirty = true;
      setState(
        error instanceof ProblemError && error.status === 412 ? { kind: 'conflict' } : { kind: 'failed', error },
      );
      return;
    } finally {
      now.saving = false;
    }
    if (now.dirty) timer.current = setTimeout(() => void save(), PAUSE_MS);
  }, [read.id]);

  const change = (next: Partial<ReportText>): void => {
    const now = at.current;
    now.report = { ...now.report, ...next };
    now.dirty = true;
    setReport(now.report);
    if (!enabled || state.kind === 'conflict') return;
    if (!now.saving) setState({ kind: 'waiting' });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), PAUSE_MS);
  };

  /** After a conflict: this text over the other one, or the other one in its place. */
  const resolve = async (keepMine: boolean): Promise<void> => {
    const { draft } = await client.reads.get(read.id);
    at.current.version = draft?.version ?? 0;
    if (keepMine) {
      at.current.dirty = true;
      await save();
      return;
    }
    at.current.report = textOf(draft);
    at.current.dirty = false;
    setReport(at.current.report);
    setState({ kind: 'clean' });
  };

  // Leaving the page saves what the pause had not saved yet.
  useEffect(() => () => void (at.current.dirty && enabled && save()), [enabled, save]);
  return { report, change, state, save, resolve };
}
export type Draft = ReturnType<typeof useDraft>;
