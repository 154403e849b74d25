import type { Study } from '@overread/wire';

type Named = Pick<Study, 'id' | 'studyInstanceUid' | 'accessionNumber'>;

interface Shown {
  study: Named;
  readId: string;
  /** Good for this study's images; null when there is none to give. */
  token: string | null;
}

/** Where another viewer shows the study; null without a template, or when what the template names is not there. */
export function viewerUrlOf(template: string | null, { study, readId, token }: Shown): string | null {
  if (template === null) return null;
  const values: Readonly<Record<string, string | null>> = {
    studyInstanceUid: study.studyInstanceUid,
    accessionNumber: study.accessionNumber,
    studyId: study.id,
    readId,
    token,
  };
  let complete = true;
  const url = template.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = values[name] ?? null;
    if (value === null) complete = false;
    return encodeURIComponent(value ?? '');
  });
  return complete ? url : null;
}
