import type { Study } from '@overread/wire';

type Named = Pick<Study, 'id' | 'studyInstanceUid' | 'accessionNumber'>;

/** Where another viewer shows the study; null without a template, or when the study lacks what the template names. */
export function viewerUrlOf(template: string | null, study: Named, readId: string): string | null {
  if (template === null) return null;
  const values: Readonly<Record<string, string | null>> = {
    studyInstanceUid: study.studyInstanceUid,
    accessionNumber: study.accessionNumber,
    studyId: study.id,
    readId,
  };
  let complete = true;
  const url = template.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = values[name] ?? null;
    if (value === null) complete = false;
    return encodeURIComponent(value ?? '');
  });
  return complete ? url : null;
}
