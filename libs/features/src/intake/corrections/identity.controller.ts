import { demand, DomainError, type HealthSystemId, type Principal, type StudyId } from '@overread/domain';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, Database, IdParam, scopeOf, withIdempotency, ZodBody } from '@overread/platform';
import {
  correctIdentityBody,
  mergedPatients,
  mergePatientsBody,
  study as studySchema,
  type MergedPatients,
  type Study,
} from '@overread/wire';
import type { z } from 'zod';
import { AccessLog } from '../../access/index.js';
import { NetworkDirectory } from '../../network/index.js';
import { Exchange, type HttpExchange } from '../../reading/index.js';
import { Correcting } from './correcting.js';
import { Identities, type StatedPatient } from './identities.js';

@ApiTags('corrections')
@Controller()
export class IdentityController {
  // oxlint-disable-next-line max-params -- what Nest hands over
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly correcting: Correcting,
    private readonly identities: Identities,
    private readonly accessLog: AccessLog,
  ) {}

  @Post('studies/:id/correct-identity')
  @HttpCode(200)
  @Answers(studySchema)
  @ApiOperation({ summary: 'Say whose a study is: as known, with other demographics, or another patient’s' })
  correct(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: StudyId,
    @ZodBody(correctIdentityBody) body: z.infer<typeof correctIdentityBody>,
    @Exchange() { versions, repeatable }: HttpExchange,
  ): Promise<Study> {
    const { reason, note = null } = body;
    const { id: by, name } = principal;
    return this.correcting.correct(
      principal,
      { id, versions, repeatable, reason, note },
      'change-study',
      async (tx) => {
        const { facilityId } = await this.correcting.authorize(tx, principal, id, 'change-study');
        const issuer = this.directory.snapshot().facilities.get(facilityId)?.issuer ?? '';
        const patient = body.patient ? statedOf(body.patient, issuer) : null;
        return this.identities.correct(tx, id, { patient, reason, note, by: { id: by, name }, versions });
      },
    );
  }

  @Post('patients/merge')
  @HttpCode(200)
  @Answers(mergedPatients)
  @ApiOperation({ summary: 'Two records of one person become one; their studies follow' })
  async merge(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(mergePatientsBody) body: z.infer<typeof mergePatientsBody>,
    @Exchange() { repeatable }: HttpExchange,
  ): Promise<MergedPatients> {
    demand(principal, 'merge-patients');
    const healthSystemId = this.healthSystemOf(principal, body.healthSystemId);
    demand(principal, 'merge-patients', { healthSystemId });
    const { reason, note = null } = body;
    const [from, into] = [numberOf(body.from), numberOf(body.into)];
    const by = { id: principal.id, name: principal.name };
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const { body: answer } = await withIdempotency(tx, repeatable, async () => {
        const asked = { healthSystemId, from, into, reason, note, by };
        const { patientId, studies } = await this.identities.merge(tx, asked);
        const said = note ? `${reason}: ${note}` : reason;
        await this.accessLog.looked(tx, principal, {
          studyId: null,
          healthSystemId,
          patientId,
          action: 'patient.merge',
          reason: said,
        });
        return { status: 200, body: { patient: body.into, studies } };
      });
      return answer;
    });
  }

  /** A hospital’s own; the network says whose. */
  private healthSystemOf({ role, organizationIds }: Principal, stated: string | null | undefined): HealthSystemId {
    const id = stated ?? (role === 'hospital' && organizationIds.length === 1 ? organizationIds[0] : undefined);
    if (id !== undefined) return id as HealthSystemId;
    const message = 'Say which health system';
    const errors = [{ path: 'healthSystemId', code: 'required', message }];
    throw new DomainError('invalid', 'request/invalid', message, { errors });
  }
}

const numberOf = ({ id, issuer }: { id: string; issuer: string }) => ({ mrn: id, issuer });

function statedOf(
  { id, issuer, name, birthDate, sex }: NonNullable<z.infer<typeof correctIdentityBody>['patient']>,
  facilityIssuer: string,
): StatedPatient {
  return {
    mrn: id,
    issuer: issuer ?? facilityIssuer,
    family: name?.family ?? null,
    given: name?.given ?? null,
    birthDate: birthDate ?? null,
    sex: sex ?? null,
  };
}
