import { demand, type Principal } from '@overread/domain';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, Database, scopeOf, ZodQuery, type Page } from '@overread/platform';
import { disagreement, listOf, pageQuery, type EligibilityDisagreement } from '@overread/wire';
import type { z } from 'zod';

type Row = Omit<EligibilityDisagreement, 'at' | 'reader'> & { at: Date; readerId: string; readerName: string };

/** Where memory and database did not agree on who may read: nobody was given the read, and the administrators look here. */
@ApiTags('eligibility')
@Controller('eligibility-disagreements')
export class DisagreementsController {
  constructor(private readonly database: Database) {}

  @Get()
  @Answers(listOf(disagreement))
  @ApiOperation({
    summary: 'Assignments refused because two checks of who may read differed, with what each said; newest first',
  })
  list(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(pageQuery) { after, limit }: z.infer<typeof pageQuery>,
  ): Promise<Page<EligibilityDisagreement>> {
    demand(principal, 'view-disagreements');
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const rows = await tx.read<Row>(
        `select d.id, d.at, d.study_id as "studyId", d.read_id as "readId", d.reader_id as "readerId",
           coalesce(r.name, '') as "readerName", coalesce(f.code, '') as facility, d.stage, d.cause,
           d.memory_said as "memorySaid", d.rows_said as "rowsSaid", d.database_said as "databaseSaid"
         from eligibility_disagreement d left join reader r on r.id = d.reader_id
         left join study s on s.health_system_id = d.health_system_id and s.id = d.study_id
         left join facility f on f.id = s.facility_id
         where $1::text is null or d.id::text < $1 order by d.id desc limit $2`,
        [after ?? null, limit + 1],
      );
      const page = rows.slice(0, limit);
      return { items: page.map(toWire), next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
    });
  }
}

const toWire = ({ at, readerId, readerName, ...same }: Row): EligibilityDisagreement => ({
  ...same,
  at: at.toISOString(),
  reader: { id: readerId, name: readerName },
});
