const ANSWER_WITHIN_MS = 8_000;
const WORTH_ANOTHER_TRY = new Set([502, 503, 504]);

export interface Patience {
  signal: AbortSignal;
  /** An answer that says that the server did not know what it was doing. */
  onFault?: (about: string) => void;
}

/** One try, which ends though nobody answers. */
export const impatientFetch =
  ({ onFault, signal }: Patience): typeof fetch =>
  async (input, init) => {
    const answer = await fetch(input, {
      ...init,
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    if (answer.status === 500)
      onFault?.(`${init?.method ?? 'GET'} ${new Request(input).url} answered 500: ${await answer.clone().text()}`);
    return answer;
  };

/** The same request again until somebody has answered it: what a hospital's interface engine does. */
export function patientFetch(patience: Patience): typeof fetch {
  const once = impatientFetch(patience);
  return async (input, init) => {
    for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 500)) {
      const answer = await once(input, init).catch(() => null);
      if (answer && !WORTH_ANOTHER_TRY.has(answer.status)) {
        const body = await answer.arrayBuffer().catch(() => null);
        // An answer that was cut in its middle is none.
        if (body) return new Response(answer.status === 204 ? null : body, answer);
      }
      if (patience.signal.aborted) throw new Error('given up');
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  };
}
