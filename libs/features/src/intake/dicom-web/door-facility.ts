import { demand, DomainError, type Facility, type Principal } from '@overread/domain';
import { Injectable } from '@nestjs/common';
import { PrincipalDirectory } from '../../access/index.js';
import { NetworkDirectory } from '../../network/index.js';
import { IntakeService } from '../intake.service.js';

/** For which facility a request over DICOMweb brings images. */
@Injectable()
export class DoorFacility {
  constructor(
    private readonly directory: NetworkDirectory,
    private readonly principals: PrincipalDirectory,
    private readonly intake: IntakeService,
  ) {}

  /** The one that is named, else the key's own, else the only one there is; `dicomweb/facility-unknown` otherwise. */
  async of(principal: Principal, named: string | undefined): Promise<Facility> {
    demand(principal, 'submit-study');
    if (named) return this.intake.facilityFor(principal, named);
    const key = await this.principals.keyWithId(principal.id);
    const { facilities } = this.directory.snapshot();
    const own = [...facilities.values()].filter(
      ({ id, healthSystemId, retiredAt }) =>
        retiredAt === null &&
        principal.organizationIds.includes(healthSystemId) &&
        (principal.facilityIds.length === 0 || principal.facilityIds.includes(id)),
    );
    const facility = own.find(({ id }) => id === key?.key.defaultFacilityId) ?? (own.length === 1 ? own[0] : undefined);
    if (facility) return facility;
    throw new DomainError('invalid', 'dicomweb/facility-unknown', 'name the facility in ?facility=');
  }
}
