import { checkParameters, parameterDifferences, withParameter, type NetworkParameters } from '@overread/domain';
import type { DispatchParameters, NewWhatIf } from '@overread/wire';
import { useSessionStorage } from '@mantine/hooks';
import { label, text } from '../texts/text.js';

/** Numbers that somebody proposes, by path; kept while they try them elsewhere. */
export type Draft = Readonly<Record<string, number>>;
export type TriedParams = NonNullable<NewWhatIf['change']['params']>;

export const useDraft = () =>
  useSessionStorage<Draft>({ key: 'overread-parameters', defaultValue: {}, getInitialValueInEffect: false });

/** The whole set as proposed, what of it differs from what is in force, and which rules it breaks. */
export function proposalOf({ parameters }: DispatchParameters, draft: Draft) {
  const inForce: NetworkParameters = parameters;
  const proposed = Object.entries(draft).reduce((set, [path, value]) => withParameter(set, path, value), inForce);
  const errors = new Map(checkParameters(proposed).map(({ path, message }) => [path, message]));
  return { proposed, differences: parameterDifferences(inForce, proposed), errors };
}

/** What of a proposal a what-if run can try: whole entries of the order of work and the choice of reader. */
export function triedParams(
  { dispatch }: NetworkParameters,
  differences: readonly { path: string }[],
): TriedParams | undefined {
  const names = new Set(differences.flatMap(({ path }) => (path.startsWith('dispatch.') ? path.split('.')[1] : [])));
  const entries = Object.entries(dispatch).filter(([name]) => names.has(name));
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as TriedParams);
}

const KEYED = /^(.+)\.(?:(critical|stat|urgent|routine)|(onshore|nearshore|offshore)|(same-patient|same-exam))$/;

/** `dispatch.weights.stat` for people. */
export function parameterName(path: string): string {
  const [, base, priority, tier, kin] = KEYED.exec(path) ?? [];
  if (base === undefined) return label('parameter', path);
  const key = priority ? label('priority', priority) : tier ? label('tier', tier) : label('parameterKey', kin);
  return text('parameters.keyed', { name: label('parameter', base), key });
}
