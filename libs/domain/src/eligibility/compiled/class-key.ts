import type { Facility, HealthSystem } from '../../network/network.js';
import type { ReadFacts } from '../facts.js';

const joined = (...parts: readonly (string | null)[]): string => parts.map((part) => part ?? '\0').join('\n');

/** Facilities and health systems are the same objects for as long as nobody edits them. */
const facilityKeys = new WeakMap<Facility, string>();
const healthSystemKeys = new WeakMap<HealthSystem, string>();

/**
 * Studies with one key have one static answer: all that the rules look at but who read it, how long it takes and, where
 * only the urgent cap looks at it, nothing of the patient.
 */
export function classKey(read: ReadFacts, stage: 'plan' | 'offer'): string {
  return joined(
    stage,
    keyOf(facilityKeys, read.facility, facilityKey),
    keyOf(healthSystemKeys, read.healthSystem, healthSystemKey),
    read.issues,
    read.billable ? 'billable' : '',
    read.modalities.join('\\'),
    read.modalityFamily,
    read.subspecialty,
    read.priority,
    read.payer,
    read.reportLanguage,
  );
}

function keyOf<Row extends object>(known: WeakMap<Row, string>, row: Row, make: (row: Row) => string): string {
  const found = known.get(row) ?? make(row);
  known.set(row, found);
  return found;
}

const facilityKey = ({ id, healthSystemId, country, subdivision, kind }: Facility): string =>
  joined(id, healthSystemId, country, subdivision, kind);

const healthSystemKey = ({ id, deniedCountries }: HealthSystem): string => joined(id, ...deniedCountries);
