import type { PolicyDocument, Read } from '@overread/domain';
import { PolicyEntity, PolicyVersionEntity } from '@overread/features';
import { newId } from '@overread/platform';
import type { Problem, Report, Signed } from '@overread/wire';
import { finalAnywhere } from '../../libs/domain/src/routing/standard-plans.js';
import { PolicyBook } from '../../libs/features/src/routing/index.js';
import { ReadingScene, type HeldRead, type PlacedStudy, type SignedOn } from './reading-scene.js';
import type { Answer, Call, Person, TestServer } from './test-server.js';

export type Conclusion = NonNullable<Report['conclusion']>;

/** A second opinion that a reader holds. */
export const opinionOf = (by: SignedOn, changes: Partial<Read> = {}): HeldRead => ({
  by,
  purpose: 'secondary',
  issues: 'opinion',
  independent: true,
  billable: false,
  ...changes,
});

/** Readers who sign and hand in opinions, one with the other's text unseen. */
export class SecondReadScene {
  private constructor(
    private readonly server: TestServer,
    readonly scene: ReadingScene,
  ) {}

  static async of(server: TestServer): Promise<SecondReadScene> {
    return new SecondReadScene(server, await ReadingScene.of(server));
  }

  /** The network's policy, with what it says of second reads; in force when this returns. */
  async policy(more: Partial<PolicyDocument>): Promise<void> {
    const plan = finalAnywhere();
    const [before] = await this.server.asOwner<{ id: PolicyEntity['id'] }>(
      `select id from policy where scope = 'network'`,
    );
    const policyId = before?.id ?? (newId() as PolicyEntity['id']);
    if (!before) {
      const policy = {
        id: policyId,
        scope: 'network',
        healthSystemId: null,
        facilityId: null,
        name: 'Network',
      } as const;
      await this.scene.put(PolicyEntity, policy);
    }
    await this.server.asOwner(`update policy_version set state = 'retired' where policy_id = $1`, [policyId]);
    const [{ count } = { count: 0 }] = await this.server.asOwner<{ count: number }>(
      'select count(*)::int as count from policy_version where policy_id = $1',
      [policyId],
    );
    const at = await this.scene.now();
    await this.scene.put(PolicyVersionEntity, {
      id: newId() as PolicyVersionEntity['id'],
      policyId,
      number: count + 1,
      state: 'active',
      document: { plans: [plan], rules: [], fallback: plan.name, ...more },
      createdAt: at,
      activatedAt: at,
      retiredAt: null,
      version: 1,
    });
    await this.server.app.get(PolicyBook, { strict: false }).refresh();
  }

  act<Body = Signed & Problem>(by: SignedOn, read: string | undefined, action: string, more: Call = {}) {
    return this.server.call<Body>('POST', `/reads/${read}/${action}`, { token: by.person.token, body: {}, ...more });
  }

  get<Body = never>(path: string, by: Person): Promise<Answer<Body>> {
    return this.server.call<Body>('GET', path, { token: by.token });
  }

  /** Opens a held read and hands in what it is there for. */
  async sign(by: SignedOn, read: string | undefined, conclusion: Conclusion, kind = 'final'): Promise<Signed> {
    await this.loud(this.act(by, read, 'open'));
    return this.loud(this.act(by, read, kind, { body: report(by, conclusion) }));
  }

  /** A study with a final and a blind second read, both handed in; the first comes first. */
  async pair(of: { first: SignedOn; second: SignedOn; conclusions?: [Conclusion, Conclusion] }): Promise<PlacedStudy> {
    const { first, second, conclusions = ['normal', 'normal'] } = of;
    const study = await this.scene.study([{ by: first }, opinionOf(second)]);
    await this.sign(first, study.reads[0], conclusions[0]);
    await this.sign(second, study.reads[1], conclusions[1]);
    return study;
  }

  /** Takes the next read of the queue for a reader and opens it. */
  async take(by: SignedOn): Promise<Read['id'] | null> {
    const answer = await this.server.call<{ read: { id: Read['id'] } }>('POST', '/worklist/next', {
      token: by.person.token,
      body: {},
    });
    if (answer.status === 204) return null;
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return answer.body.read.id;
  }

  rows<Row extends object>(table: string, { id }: PlacedStudy): Promise<Row[]> {
    return this.server.asOwner<Row>(`select * from ${table} where study_id = $1 order by id`, [id]);
  }

  private async loud<Body>(answer: Promise<Answer<Body>>): Promise<Body> {
    const { body, status } = await answer;
    if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }
}

/** A report whose words are its author's alone: wherever they are read, it is known whose they are. */
export const report = ({ readerId }: SignedOn, conclusion: Conclusion) => ({
  sections: { findings: `Findings as ${wordOf(readerId)} saw them.` },
  impression: `Impression ${wordOf(readerId)}.`,
  conclusion,
});

export const wordOf = (readerId: string): string => `w${readerId.replaceAll('-', '').slice(-12)}`;
