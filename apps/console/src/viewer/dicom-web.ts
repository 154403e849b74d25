import { client } from '../session/api.js';

type Attribute = { Value?: unknown[] };
type Dataset = Record<string, Attribute>;

export interface Series {
  uid: string;
  number: number;
  description: string;
  modality: string;
  /** One URL a frame, in order. */
  frames: string[];
  instances: number;
}

const TAG = {
  sop: '00080018',
  modality: '00080060',
  description: '0008103E',
  series: '0020000E',
  seriesNumber: '00200011',
  instanceNumber: '00200013',
  frames: '00280008',
} as const;
const NO_IMAGE = new Set(['SR', 'PR', 'KO', 'SEG', 'RTSTRUCT', 'RTPLAN', 'DOC', 'OT-DOC', 'AU', 'ECG']);

const textOf = (set: Dataset, tag: string): string => {
  const value = set[tag]?.Value?.[0];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
const numberOf = (set: Dataset, tag: string): number => Number(textOf(set, tag)) || 0;
const byNumber = (tag: string) => (a: Dataset, b: Dataset) => numberOf(a, tag) - numberOf(b, tag);

async function query(path: string, study: string): Promise<Dataset[]> {
  const response = await client.send('GET', path, {
    query: { study, limit: 10_000 },
    accept: 'application/dicom+json',
  });
  return response.status === 204 ? [] : ((await response.json()) as Dataset[]);
}

function framesOf(instance: Dataset, root: string, study: string): string[] {
  const url = `${root}/instances/${textOf(instance, TAG.sop)}?study=${study}`;
  const count = numberOf(instance, TAG.frames);
  return count > 1 ? Array.from({ length: count }, (_, index) => `${url}&frame=${index + 1}`) : [url];
}

/** The series of a study with something to look at, by number, and the URL of each of their frames. */
export async function listSeries(studyUid: string, study: string): Promise<Series[]> {
  const root = `/dicom-web/studies/${studyUid}`;
  const all = (await query(`${root}/series`, study)).filter((one) => !NO_IMAGE.has(textOf(one, TAG.modality)));
  return Promise.all(
    all.toSorted(byNumber(TAG.seriesNumber)).map(async (one): Promise<Series> => {
      const uid = textOf(one, TAG.series);
      const instances = await query(`${root}/series/${uid}/instances`, study);
      return {
        uid,
        number: numberOf(one, TAG.seriesNumber),
        description: textOf(one, TAG.description),
        modality: textOf(one, TAG.modality),
        frames: instances
          .toSorted(byNumber(TAG.instanceNumber))
          .flatMap((instance) => framesOf(instance, `${root}/series/${uid}`, study)),
        instances: instances.length,
      };
    }),
  );
}
