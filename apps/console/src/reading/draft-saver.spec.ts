import { describe, expect, it } from '@jest/globals';
import { ProblemError } from '@overread/wire';
import { DraftSaver, type ReportText } from './draft-saver.js';

const EMPTY: ReportText = { findings: '', impression: '', conclusion: null };
const stale = new ProblemError({ type: 'about:blank', title: 'Stale', status: 412, code: 'request/stale' });

/** A server that notes what is kept, and answers when the test lets it. */
function keeping() {
  const kept: { impression: string; on: number }[] = [];
  const answers: ((error?: Error) => void)[] = [];
  const send = (report: ReportText, on: number) =>
    new Promise<{ version: number; savedAt: string }>((resolve, reject) => {
      kept.push({ impression: report.impression, on });
      answers.push((error) => (error ? reject(error) : resolve({ version: on + 1, savedAt: 'now' })));
    });
  return { kept, send, answer: (error?: Error) => answers.shift()?.(error) };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('DraftSaver', () => {
  it('keeps each text on top of the version it knows, one at a time', async () => {
    const server = keeping();
    const saver = new DraftSaver(server.send, EMPTY, 0, null);
    saver.change({ impression: 'a' });
    void saver.save();
    saver.change({ impression: 'ab' });
    void saver.save();
    expect(server.kept).toEqual([{ impression: 'a', on: 0 }]);
    server.answer();
    await settled();
    void saver.save();
    server.answer();
    await settled();
    expect(server.kept).toEqual([
      { impression: 'a', on: 0 },
      { impression: 'ab', on: 1 },
    ]);
    expect(saver.current()).toMatchObject({ report: { impression: 'ab' }, state: { kind: 'saved' } });
  });

  it('saves nothing that has not changed', async () => {
    const server = keeping();
    await new DraftSaver(server.send, EMPTY, 0).save();
    expect(server.kept).toEqual([]);
  });

  it('stops at a draft that was changed elsewhere, until it is told which one stays', async () => {
    const server = keeping();
    const saver = new DraftSaver(server.send, EMPTY, 3, 0);
    saver.change({ impression: 'mine' });
    void saver.save();
    server.answer(stale);
    await settled();
    saver.change({ impression: 'mine, longer' });
    await settled();
    expect(saver.current().state.kind).toBe('conflict');
    expect(server.kept).toHaveLength(1);
    void saver.keepMine(9);
    server.answer();
    await settled();
    expect(server.kept[1]).toEqual({ impression: 'mine, longer', on: 9 });
    saver.takeOther({ ...EMPTY, impression: 'theirs' }, 12);
    expect(saver.current()).toEqual({ report: { ...EMPTY, impression: 'theirs' }, state: { kind: 'clean' } });
  });

  it('keeps what could not be saved for the next time', async () => {
    const server = keeping();
    const saver = new DraftSaver(server.send, EMPTY, 0, null);
    saver.change({ impression: 'a' });
    void saver.save();
    server.answer(new Error('unreachable'));
    await settled();
    expect(saver.current().state.kind).toBe('failed');
    void saver.save();
    server.answer();
    await settled();
    expect(server.kept.map(({ impression }) => impression)).toEqual(['a', 'a']);
    expect(saver.current().state.kind).toBe('saved');
  });
});
