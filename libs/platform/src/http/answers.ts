import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

/** Documents what a route answers, by the same schema that clients read it with. Errors are problem details everywhere. */
export const Answers = (schema: z.ZodType, status = 200, description = ''): MethodDecorator =>
  applyDecorators(ApiResponse({ status, description, standardSchema: schema as never }));
