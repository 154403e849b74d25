import { DomainError, type FieldError } from '../../core/domain-error.js';
import { kindOf } from './kind-of.js';
import type {
  DispatchInstance,
  InstanceFacility,
  InstanceReader,
  InstanceStudy,
  MinuteSpan,
} from './dispatch-instance.js';

/** Problems told at once; a file with one in every row would tell thousands. */
const TOLD = 20;

/** Fields a day may be about: each reader has a pace in each. */
const MOST_FIELDS = 1_000;
/** Kinds of study (facility, modality, subspecialty) times readers: who may read what is asked of every pair. */
const MOST_PAIRS = 20_000_000;

/**
 * Refuses an instance whose parts do not fit each other: names that are not there or come twice, spans that end before they
 * begin, shifts that overlap. Errors: invalid `dispatch-instance/invalid`, each with the path of its field.
 */
export function checkInstance(instance: DispatchInstance): void {
  const errors = [
    ...checkWindow(instance),
    ...twice('facilities', instance.facilities),
    ...twice('readers', instance.readers),
    ...twice('studies', instance.studies),
    ...checkFacilities(instance.facilities, new Set(instance.readers.map((each) => each.group))),
    ...checkReaders(instance.readers, new Set(instance.facilities.map((each) => each.id))),
    ...checkStudies(instance),
    ...checkSize(instance),
  ];
  if (errors.length === 0) return;
  const more = errors.length > TOLD ? `; and ${errors.length - TOLD} more` : '';
  const told = errors.slice(0, TOLD);
  const message = told.map((each) => `${each.path}: ${each.message}`).join('; ') + more;
  throw new DomainError('invalid', 'dispatch-instance/invalid', message, { errors: told });
}

const problem = (path: string, code: string, message: string): FieldError => ({ path, code, message });

function checkWindow({ measuredFromMinute, measuredToMinute, endsAtMinute, studies }: DispatchInstance): FieldError[] {
  const errors: FieldError[] = [];
  if (measuredToMinute <= measuredFromMinute) {
    errors.push(problem('measuredToMinute', 'out-of-range', 'comes after measuredFromMinute'));
  }
  if (endsAtMinute < measuredToMinute) {
    errors.push(problem('endsAtMinute', 'out-of-range', 'does not come before measuredToMinute'));
  }
  const isMeasured = (at: number): boolean => at >= measuredFromMinute && at < measuredToMinute;
  if (errors.length === 0 && !studies.some(({ arrivesAtMinute }) => isMeasured(arrivesAtMinute))) {
    errors.push(problem('measuredFromMinute', 'nothing-measured', 'no study arrives from here to measuredToMinute'));
  }
  return errors;
}

function checkSize({ studies, readers }: DispatchInstance): FieldError[] {
  const fields = new Set(studies.map(({ field }) => field)).size;
  const kinds = new Set(studies.map(kindOf)).size;
  const errors: FieldError[] = [];
  if (fields > MOST_FIELDS) {
    errors.push(problem('studies', 'too-many', `are about ${fields} fields, at most ${MOST_FIELDS}`));
  }
  if (kinds * readers.length > MOST_PAIRS) {
    const of = `${kinds} kinds (facility, modality, subspecialty) for ${readers.length} readers`;
    errors.push(problem('studies', 'too-many', `are of ${of}, at most ${MOST_PAIRS} pairs of both`));
  }
  return errors;
}

function twice(list: string, items: readonly { id: string }[]): FieldError[] {
  const seen = new Set<string>();
  return items.flatMap(({ id }, index) => {
    if (!seen.has(id)) return (seen.add(id), []);
    return [problem(`${list}.${index}.id`, 'repeated', `${id} comes twice`)];
  });
}

function checkFacilities(facilities: readonly InstanceFacility[], groups: ReadonlySet<string>): FieldError[] {
  return facilities.flatMap((facility, index) =>
    facility.groups.flatMap((group, place) =>
      groups.has(group)
        ? []
        : [problem(`facilities.${index}.groups.${place}`, 'unknown', `no reader is in the group ${group}`)],
    ),
  );
}

function checkReaders(readers: readonly InstanceReader[], facilities: ReadonlySet<string>): FieldError[] {
  return readers.flatMap((reader, index) => [
    ...reader.privileges.flatMap((facility, place) =>
      facilities.has(facility)
        ? []
        : [problem(`readers.${index}.privileges.${place}`, 'unknown', `there is no facility ${facility}`)],
    ),
    ...checkSpans(`readers.${index}.shifts`, reader.shifts),
    ...checkSpans(`readers.${index}.outages`, reader.outages),
  ]);
}

function checkSpans(path: string, spans: readonly MinuteSpan[]): FieldError[] {
  return spans.flatMap(({ fromMinute, toMinute }, index) => {
    if (toMinute <= fromMinute) return [problem(`${path}.${index}.toMinute`, 'out-of-range', 'comes after fromMinute')];
    const before = spans[index - 1];
    if (!before || fromMinute >= before.toMinute) return [];
    return [problem(`${path}.${index}.fromMinute`, 'out-of-range', 'spans follow each other and do not overlap')];
  });
}

function checkStudies({ facilities, studies, endsAtMinute }: DispatchInstance): FieldError[] {
  const known = new Set(facilities.map((each) => each.id));
  return studies.flatMap((study: InstanceStudy, index) => {
    const errors: FieldError[] = [];
    const at = `studies.${index}`;
    if (!known.has(study.facility)) {
      errors.push(problem(`${at}.facility`, 'unknown', `there is no facility ${study.facility}`));
    }
    if (study.dueAtMinute < study.arrivesAtMinute) {
      errors.push(problem(`${at}.dueAtMinute`, 'out-of-range', 'does not come before arrivesAtMinute'));
    }
    if (study.arrivesAtMinute > endsAtMinute) {
      errors.push(problem(`${at}.arrivesAtMinute`, 'out-of-range', 'does not come after endsAtMinute'));
    }
    return errors;
  });
}
