import type { PolicyDocument } from '@overread/domain';
import { policyDocument, ProblemError, type Client } from '@overread/wire';

export type Policy = Awaited<ReturnType<Client['policies']['get']>>;
export type PolicyVersion = Policy['versions'][number];

/** A fault of a document at its dotted place. */
export interface Fault {
  path: string;
  message: string;
}

export const documentOf = (version: PolicyVersion): PolicyDocument => version.document as unknown as PolicyDocument;

/** What the server said of a document, at places inside it. */
export const faultsOf = (error: unknown): Fault[] =>
  error instanceof ProblemError
    ? error.errors.map(({ path, message }) => ({ path: path.replace(/^document\.?/, ''), message }))
    : [];

/** A document that somebody wrote, or what is wrong with its shape. */
export function parsedDocument(text: string): { document: PolicyDocument | null; faults: Fault[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { document: null, faults: [{ path: '', message: error instanceof Error ? error.message : String(error) }] };
  }
  const parsed = policyDocument.safeParse(value);
  if (parsed.success) return { document: parsed.data as unknown as PolicyDocument, faults: [] };
  const faults = parsed.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  return { document: null, faults };
}

export const at = (faults: readonly Fault[], path: string): Fault[] =>
  faults.filter((fault) => fault.path === path || fault.path.startsWith(`${path}.`));
