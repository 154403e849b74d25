import { LiveTopic, type LiveEvent, type LiveListener, type LiveState, type Snapshot, type User } from '@overread/wire';
import { createContext, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useUser } from '../session/session.js';
import { openSocket } from './open-socket.js';

interface Live {
  state: LiveState;
  topic: string | null;
  /** The last snapshot of the main topic, for a page that opens after it came. */
  snapshot: () => Snapshot | null;
  listen: (listener: LiveListener) => () => void;
}

const LiveContext = createContext<Live | null>(null);

/** The topic that shows somebody their work: the network, their group, their worklist or their health system. */
export function mainTopic(user: User): string | null {
  const { kind, id } = user.organization;
  if (user.role === 'reader') return 'worklist';
  if (user.role === 'administrator' || user.role === 'auditor') return 'network';
  return id === null ? 'network' : `${kind}:${id}`;
}

function useMainTopic(topic: string | null): Live {
  const [state, setState] = useState<LiveState>('connecting');
  const listeners = useRef(new Set<LiveListener>());
  const last = useRef<Snapshot | null>(null);
  useEffect(() => {
    if (topic === null) return;
    const tell = (act: (listener: LiveListener) => void) => listeners.current.forEach(act);
    const live = new LiveTopic(openSocket(), topic, {
      state: setState,
      event: (event) => tell((listener) => listener.event?.(event)),
      snapshot: (snapshot, position) => {
        last.current = snapshot;
        tell((listener) => listener.snapshot?.(snapshot, position));
      },
    });
    return () => live.close();
  }, [topic]);
  return useMemo(
    () => ({
      state,
      topic,
      snapshot: () => last.current,
      listen: (listener) => {
        listeners.current.add(listener);
        return () => void listeners.current.delete(listener);
      },
    }),
    [state, topic],
  );
}

export function LiveProvider({ children }: { children: ReactNode }) {
  const live = useMainTopic(mainTopic(useUser()));
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error('no live connection here');
  return live;
}

/** Hears the main topic's events while the component is there. */
export function useLiveEvents(listener: LiveListener): void {
  const { listen } = useLive();
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(
    () =>
      listen({
        event: (event: LiveEvent) => latest.current.event?.(event),
        snapshot: (snapshot, position) => latest.current.snapshot?.(snapshot, position),
      }),
    [listen],
  );
}

/** Follows one study on a socket of its own. */
export function useStudyEvents(studyId: string | null | undefined, onChange: () => void): void {
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    if (!studyId) return;
    const live = new LiveTopic(openSocket(), `study:${studyId}`, {
      event: () => latest.current(),
      snapshot: () => latest.current(),
    });
    return () => live.close();
  }, [studyId]);
}
