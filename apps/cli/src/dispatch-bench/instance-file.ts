import { checkInstance, DomainError, type DispatchInstance, type FieldError } from '@overread/domain';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { instanceSchema } from './instance-schema.js';

/** A day of 100,000 studies and 500 readers takes about 50 MB. */
const LARGEST_BYTES = 256 * 2 ** 20;
const TOLD = 20;

/** Reads an instance that somebody wrote; what is wrong with it is told by field. */
export async function readInstance(file: string): Promise<DispatchInstance> {
  const { size } = await stat(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  if (size > LARGEST_BYTES) {
    throw new DomainError(
      'too-large',
      'dispatch-instance/too-large',
      `${file} has ${size} bytes, at most ${LARGEST_BYTES}`,
    );
  }
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unreadable(file, error);
  });
  return instanceFrom(text, file);
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'nobody let you read it',
};

function unreadable(file: string, error: unknown): DomainError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const why = WHY[code] ?? (error instanceof Error ? error.message : String(error));
  return new DomainError('invalid', 'dispatch-instance/unreadable', `${file} cannot be read: ${why}`);
}

/** Checks the text of an instance. Errors: invalid `dispatch-instance/not-json`, `dispatch-instance/invalid`. */
export function instanceFrom(text: string, source: string): DispatchInstance {
  const parsed = instanceSchema.safeParse(jsonOf(text, source));
  if (parsed.success) {
    checkInstance(parsed.data);
    return parsed.data;
  }
  const errors: FieldError[] = parsed.error.issues
    .slice(0, TOLD)
    .map(({ path, code, message }) => ({ path: path.join('.'), code, message }));
  const told = errors.map((each) => `${each.path || 'the document'}: ${each.message}`).join('; ');
  throw new DomainError('invalid', 'dispatch-instance/invalid', `${source} is no instance: ${told}`, { errors });
}

function jsonOf(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new DomainError('invalid', 'dispatch-instance/not-json', `${source} is not JSON: ${why}`);
  }
}

/** One row a line: large, and still to be read and compared by people. */
export async function writeInstance(file: string, instance: DispatchInstance): Promise<void> {
  await writeFile(file, instanceText(instance));
}

export function instanceText({ facilities, readers, studies, ...rest }: DispatchInstance): string {
  const rows = (list: readonly object[]) => `[\n${list.map((each) => `    ${JSON.stringify(each)}`).join(',\n')}\n  ]`;
  const head = Object.entries(rest).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const lists = Object.entries({ facilities, readers, studies }).map(([key, list]) => `  "${key}": ${rows(list)}`);
  return `{\n${[...head, ...lists].join(',\n')}\n}\n`;
}
