import { DICOM_PROBLEMS } from '@overread/protocols';
import { createClient, everyItem, ProblemError } from '@overread/wire';
import type { Refusal, StowTarget } from './store-file.js';

type Exception = Awaited<ReturnType<ReturnType<typeof createClient>['intake']['exceptions']>>['items'][number];

/** The very reason of each refusal, from the intake exceptions the refusals left; what the number may mean where there is none. */
export async function reasonsOf(
  { url, key }: Pick<StowTarget, 'url' | 'key'>,
  refusals: readonly Refusal[],
): Promise<string[]> {
  const named = refusals.some(({ sopInstanceUid }) => sopInstanceUid !== null);
  const exceptions = named ? await exceptionsOf(url, key) : [];
  return refusals.map((refusal) => {
    const left = exceptions.find((exception) => isOf(exception, refusal));
    return left ? `${left.code.replace('dicom/', '')}: ${left.reason}` : meaningOf(refusal.failureReason);
  });
}

/** A key that may store may not be allowed to ask: then there is nothing to know. */
async function exceptionsOf(baseUrl: string, key: string): Promise<Exception[]> {
  const client = createClient({ baseUrl, token: () => key });
  try {
    return await everyItem((query) => client.intake.exceptions(query), { limit: 500 });
  } catch (error) {
    if (error instanceof ProblemError) return [];
    throw error;
  }
}

const isOf = ({ code, facts }: Exception, { failureReason, sopInstanceUid }: Refusal): boolean =>
  sopInstanceUid !== null &&
  facts['sopInstanceUid'] === sopInstanceUid &&
  problemsFor(failureReason).some((problem) => problem === code);

const problemsFor = (failureReason: number): string[] =>
  Object.entries(DICOM_PROBLEMS)
    .filter(([, kind]) => kind.refuses && kind.stowFailureReason === failureReason)
    .map(([code]) => code);

function meaningOf(failureReason: number): string {
  const codes = problemsFor(failureReason).map((code) => code.replace('dicom/', ''));
  return `${failureReason.toString(16).toUpperCase().padStart(4, '0')} (${codes.join(' or ') || 'unknown'})`;
}
