import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DEFAULT_HARD_RULES,
  FAMILY_TERMS,
  jurisdictionOf,
  legalCountry,
  modalitiesNotCovered,
  NON_IMAGE_MODALITIES,
} from '@overread/domain';
import pg from 'pg';
import { licenceRequirementOf } from '../../libs/domain/src/eligibility/licence-requirements.js';
import { payerRule } from '../../libs/domain/src/eligibility/rules/payer.js';
import { sampleReadFacts } from '../../libs/domain/src/eligibility/samples.fixture.js';
import { sampleFacility } from '../../libs/domain/src/network/samples.fixture.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';

const { licenceRequirements, modalityEquivalents, payerPlaces } = DEFAULT_HARD_RULES;
const COUNTRIES = ['US', 'PR', 'VI', 'GU', 'AS', 'MP', 'AU', 'GB', 'DE', 'IN', 'CA', 'MX', 'NZ', 'CH'];
/** Before and after every date that a table of rules has. */
const INSTANTS = ['2000-01-01', '2006-11-12', '2006-11-13', '2009-12-31', '2010-01-01', '2026-11-22'];
const TERMS = [
  ...new Set([
    ...FAMILY_TERMS.flatMap(([, terms]) => terms),
    ...NON_IMAGE_MODALITIES,
    ...modalityEquivalents.flat(),
    'MG',
    'XX',
  ]),
];

/** The tables of the hard rules stand in the code and in the database: row by row they say the same. */
describe('the default tables of rules', () => {
  let fresh: FreshDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    fresh = await freshDatabase();
    client = new pg.Client(fresh.ownerUrl);
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await fresh?.drop();
  });

  /** What the database answers to each of many questions, in their order. */
  async function answers(call: string, types: readonly string[], questions: readonly unknown[][]): Promise<unknown[]> {
    const columns = types.map((_, at) => questions.map((each) => each[at]));
    const named = types.map((_, at) => `q${at}`);
    const { rows } = await client.query<{ answer: unknown }>(
      `select ${call}(${named.join(', ')}) as answer
       from unnest(${types.map((type, at) => `$${at + 1}::${type}[]`).join(', ')}) with ordinality t (${named.join(', ')}, nr)
       order by nr`,
      columns,
    );
    return rows.map(({ answer }) => answer);
  }

  it('take the same countries for one', async () => {
    const told = await answers(
      'overread_country_of_law',
      ['text'],
      COUNTRIES.map((each) => [each]),
    );
    expect(told).toEqual(COUNTRIES.map(legalCountry));
  });

  it('know the same image modalities, and the same that one competence covers', async () => {
    const told = await answers(
      'overread_is_image_modality',
      ['text'],
      TERMS.map((each) => [each]),
    );
    expect(told).toEqual(TERMS.map((each) => !NON_IMAGE_MODALITIES.includes(each)));
    const images = TERMS.filter((each) => !NON_IMAGE_MODALITIES.includes(each));
    const pairs = images.flatMap((wanted) => images.map((held) => [wanted, held] as [string, string]));
    const { rows } = await client.query<{ covered: boolean }>(
      `select overread_modality_covered(wanted, array[held]) as covered
       from unnest($1::text[], $2::text[]) with ordinality p (wanted, held, nr) order by nr`,
      [pairs.map(([wanted]) => wanted), pairs.map(([, held]) => held)],
    );
    expect(rows.map(({ covered }) => covered)).toEqual(
      pairs.map(([wanted, held]) => modalitiesNotCovered([wanted], [held], modalityEquivalents).length === 0),
    );
  });

  it('ask for the same licence of a place', async () => {
    const places = COUNTRIES.flatMap((country) =>
      [`${country}-X1`, null].map((subdivision) => ({ country, subdivision })),
    );
    const told = await answers(
      'overread_licence_of',
      ['text', 'text'],
      places.map(({ country, subdivision }) => [country, subdivision]),
    );
    const now = new Date();
    expect(told).toEqual(
      places.map((place) => {
        const row = licenceRequirementOf(place.country, now, licenceRequirements);
        return row && jurisdictionOf(place, row.level);
      }),
    );
    // The database asks where a read takes place within one country only, as every row does.
    expect(new Set(licenceRequirements.map(({ whereRead }) => whereRead))).toEqual(new Set(['same-country']));
  });

  it('bar the same payers from the same places, since the same days', async () => {
    const payers = [null, 'private', ...new Set(payerPlaces.flatMap((each) => each.payers)), 'Medicare'];
    const questions = payers.flatMap((payer) =>
      (['draft', 'preliminary', 'final', 'opinion'] as const).flatMap((issues) =>
        [true, false].flatMap((billable) =>
          ['US-TX', 'US-CA', 'PR', 'AU', 'GB'].flatMap((made) =>
            COUNTRIES.flatMap((readIn) => INSTANTS.map((at) => ({ payer, issues, billable, made, readIn, at }))),
          ),
        ),
      ),
    );
    const placeOf = (made: string) => ({ country: made.slice(0, 2), subdivision: made.includes('-') ? made : null });
    const told = await answers(
      'overread_payer_bars',
      ['text', 'text', 'boolean', 'text', 'text', 'text', 'timestamptz'],
      questions.map(({ payer, issues, billable, made, readIn, at }) => {
        const { country, subdivision } = placeOf(made);
        return [payer, issues, billable, country, subdivision, readIn, `${at}T00:00:00Z`];
      }),
    );
    const expected = questions.map(({ payer, issues, billable, made, readIn, at }) => {
      const read = sampleReadFacts({ payer, issues, billable, facility: sampleFacility(placeOf(made)) });
      const asked = { read, now: new Date(`${at}T00:00:00Z`) } as Parameters<typeof payerRule>[0];
      const standing = { place: { country: readIn } } as Parameters<typeof payerRule>[1];
      return payerRule(asked, standing, DEFAULT_HARD_RULES) !== null;
    });
    const differing = questions.filter((_, at) => told[at] !== expected[at]);
    expect(differing).toEqual([]);
    expect(expected.filter(Boolean).length).toBeGreaterThan(1000);
  });
});
