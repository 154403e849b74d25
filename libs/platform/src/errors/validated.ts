import { Body, Injectable, Param, Query, type PipeTransform } from '@nestjs/common';
import { DomainError, type FieldError } from '@overread/domain';
import { z } from 'zod';

const LISTED = 100;

const kebab = (code: string): string => code.replaceAll('_', '-');

function fieldError(issue: z.core.$ZodIssue): FieldError {
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  const given = issue.code === 'custom' ? (issue.params?.['code'] as string | undefined) : undefined;
  return {
    path: issue.path.map(String).join('.'),
    code: given ?? (missing ? 'required' : kebab(issue.code)),
    message: missing ? 'is required' : issue.message,
  };
}

/** Parses by the schema (unknown keys are dropped) or throws `invalid` with every broken rule's path. */
export function validated<T>(schema: z.ZodType<T>, value: unknown, what = 'request'): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, LISTED).map(fieldError);
  const count = result.error.issues.length;
  throw new DomainError('invalid', 'request/invalid', `the ${what} breaks ${count} rule${count === 1 ? '' : 's'}`, {
    errors,
  });
}

@Injectable()
class ZodPipe<T> implements PipeTransform<unknown, T> {
  constructor(
    private readonly schema: z.ZodType<T>,
    private readonly what: string,
  ) {}

  transform(value: unknown): T {
    return validated(this.schema, value, this.what);
  }
}

/** Parameter: the body, parsed by the schema. The same schema documents it. */
export const ZodBody = <T>(schema: z.ZodType<T>): ParameterDecorator =>
  Body({ schema, pipes: [new ZodPipe(schema, 'body')] });

/** Parameter: the query, parsed by the schema. Numbers need `z.coerce`. */
export const ZodQuery = <T>(schema: z.ZodType<T>): ParameterDecorator =>
  Query({ schema, pipes: [new ZodPipe(schema, 'query')] });

const ids = z.uuid();
@Injectable()
class IdPipe implements PipeTransform<unknown, string> {
  transform(value: unknown): string {
    const parsed = ids.safeParse(value);
    if (parsed.success) return parsed.data.toLowerCase();
    throw new DomainError('not-found', 'request/not-found', 'nothing has this id');
  }
}

/** Parameter: an id in the path. One that cannot be an id names nothing: 404. */
export const IdParam = (name: string): ParameterDecorator => Param(name, new IdPipe());
