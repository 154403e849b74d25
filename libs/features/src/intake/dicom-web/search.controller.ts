import type { Principal } from '@overread/domain';
import { Controller, Get, Req, Res, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, ForViewers, problemOf, sendProblem } from '@overread/platform';
import { acceptsDicomJson, parseQidoQuery } from '@overread/protocols';
import type { Request, Response } from 'express';
import { DicomWebFilter } from './dicom-web.filter.js';
import { SearchService, type Search } from './search.service.js';
import { rootOf } from './stow.controller.js';

type Path = { study?: string; series?: string };

/** Parameters that are the server's own, not attributes to match. */
const OWN = ['study', 'facility', 'frame', 'token'];

const MORE = '299 overread "There are more results: use limit and offset."';
const LITERAL =
  '299 overread "The fuzzymatching parameter is not supported. Only literal matching has been performed."';

/** QIDO-RS (PS3.18 section 10.6). */
@ApiTags('dicomweb')
@Controller('dicom-web')
@ForViewers()
@UseFilters(DicomWebFilter)
export class SearchController {
  constructor(private readonly searches: SearchService) {}

  @Get('studies')
  @ApiOperation({ summary: 'Search for studies' })
  studies(@CurrentPrincipal() principal: Principal, @Req() request: Request<Path>, @Res() response: Response) {
    return this.search(principal, 'studies', request, response);
  }

  @Get(['series', 'studies/:study/series'])
  @ApiOperation({ summary: 'Search for series, of one study or of all' })
  series(@CurrentPrincipal() principal: Principal, @Req() request: Request<Path>, @Res() response: Response) {
    return this.search(principal, 'series', request, response);
  }

  @Get(['instances', 'studies/:study/instances', 'studies/:study/series/:series/instances'])
  @ApiOperation({ summary: 'Search for instances' })
  instances(@CurrentPrincipal() principal: Principal, @Req() request: Request<Path>, @Res() response: Response) {
    return this.search(principal, 'instances', request, response);
  }

  private async search(
    principal: Principal,
    level: Search['level'],
    request: Request<Path>,
    response: Response,
  ): Promise<void> {
    if (!acceptsDicomJson(request.headers.accept)) {
      const problem = problemOf(406, 'request/not-acceptable', 'available is application/dicom+json');
      return sendProblem(request, response, problem);
    }
    const parameters = new URLSearchParams(request.originalUrl.split('?')[1] ?? '');
    const query = parseQidoQuery(parameters, OWN);
    const found = await this.searches.search(principal, {
      level,
      query,
      study: request.params.study ?? null,
      series: request.params.series ?? null,
      which: parameters.get('study') ?? undefined,
      root: rootOf(request),
    });
    response.setHeader('Warning', [...(found.hasMore ? [MORE] : []), ...(query.fuzzyMatching ? [LITERAL] : [])]);
    response.type('application/dicom+json');
    // PS3.18 table 10.6.3-2: a search that finds nothing has no content.
    if (found.items.length === 0) response.status(204).end();
    else response.send(JSON.stringify(found.items));
  }
}
