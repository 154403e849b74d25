import { demand, DomainError, type Principal } from '@overread/domain';
import { Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IfMatch, ZodBody } from '@overread/platform';
import { conductSetting, conductSettings, country, listOf, type ConductSetting } from '@overread/wire';
import type { z } from 'zod';
import { ConductSettingsService } from './conduct-settings.service.js';

const EVERYWHERE_ELSE = 'default';
const addressed = ({ country: code, ...rest }: ConductSetting): ConductSetting => ({
  country: code === '*' ? EVERYWHERE_ELSE : code,
  ...rest,
});

/** How long an open read may be silent, how many skips a session has, and whether readers are measured. */
@ApiTags('conduct')
@Controller('conduct-settings')
export class ConductSettingsController {
  constructor(private readonly settings: ConductSettingsService) {}

  @Get()
  @Answers(listOf(conductSetting))
  @ApiOperation({ summary: 'What may be asked of readers and recorded of them, by country' })
  async list(@CurrentPrincipal() principal: Principal): Promise<{ items: ConductSetting[]; next: null }> {
    demand(principal, 'view-network');
    return { items: (await this.settings.list(principal)).map(addressed), next: null };
  }

  @Put(':country')
  @Answers(conductSetting)
  @ApiParam({ name: 'country', description: 'ISO 3166-1 alpha-2, or `default`' })
  @ApiOperation({ summary: 'Change them for one country; the switch `surveillance` turns figures of readers off' })
  async put(
    @CurrentPrincipal() principal: Principal,
    @Param('country') code: string,
    @ZodBody(conductSettings) body: z.infer<typeof conductSettings>,
    @IfMatch() versions: number[] | null,
  ): Promise<ConductSetting> {
    demand(principal, 'edit-network');
    const key = code === EVERYWHERE_ELSE ? '*' : country.safeParse(code).data;
    if (key === undefined) throw new DomainError('not-found', 'request/not-found', 'there is no such country');
    return addressed(await this.settings.put(principal, { country: key, settings: body }, versions));
  }
}
