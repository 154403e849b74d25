import { Badge, Group, NumberInput, Text, Title, Tooltip } from '@mantine/core';
import type { DispatchParameters } from '@overread/wire';
import { SimpleTable } from '../network/simple-table.js';
import { label, text } from '../texts/text.js';
import { parameterName, type Draft } from './proposal.js';

type Field = DispatchParameters['fields'][number];

interface FieldTableProps {
  part: Field['part'];
  fields: readonly Field[];
  draft: Draft;
  errors: ReadonlyMap<string, string>;
  /** Absent for who may only look. */
  onPropose?: ((path: string, value: number | null) => void) | undefined;
}

/** Numbers as people write them: -2.303, not sixteen digits. */
export const short = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 3 });

function Name({ field }: { field: Field }) {
  return (
    <>
      <Group gap={6}>
        <Text size="sm" fw={500}>
          {parameterName(field.path)}
        </Text>
        {field.promise && (
          <Tooltip label={text('parameters.promiseWhy')}>
            <Badge size="xs" variant="light" aria-description={text('parameters.promiseWhy')}>
              {text('parameters.promise')}
            </Badge>
          </Tooltip>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        {field.about}
      </Text>
    </>
  );
}

function Proposed({ field, draft, errors, onPropose }: Omit<FieldTableProps, 'fields' | 'part'> & { field: Field }) {
  const name = parameterName(field.path);
  return (
    <NumberInput
      size="xs"
      w={150}
      aria-label={text('parameters.proposedOf', { name })}
      placeholder={short(field.inForce)}
      value={draft[field.path] ?? ''}
      error={errors.get(field.path)}
      allowDecimal={!field.whole}
      decimalScale={3}
      step={field.whole ? 1 : (field.most - field.least) / 100 > 1 ? 5 : 0.1}
      onChange={(value) => onPropose?.(field.path, typeof value === 'number' ? value : null)}
    />
  );
}

/** One part of the parameters: what each does, what is in force, and what is proposed. */
export function FieldTable({ part, fields, onPropose, ...proposal }: FieldTableProps) {
  const title = label('parameterPart', part);
  const proposed = {
    name: text('parameters.proposed'),
    cell: (field: Field) => <Proposed field={field} onPropose={onPropose} {...proposal} />,
    wraps: true,
  };
  return (
    <section aria-label={title}>
      <Title order={2} size="h5" mb={4}>
        {title}
      </Title>
      <SimpleTable
        label={title}
        rows={fields}
        keyOf={({ path }) => path}
        columns={[
          { name: text('parameters.name'), cell: (field) => <Name field={field} />, wraps: true },
          { name: text('parameters.default'), cell: ({ byDefault }) => short(byDefault) },
          {
            name: text('parameters.inForce'),
            cell: ({ inForce, byDefault }) => (
              <Text size="sm" fw={inForce === byDefault ? 400 : 700}>
                {short(inForce)}
              </Text>
            ),
          },
          ...(onPropose ? [proposed] : []),
          {
            name: text('parameters.allowed'),
            cell: ({ least, most, unit }) => (
              <Text size="xs" c="dimmed">
                {text('parameters.bounds', {
                  least: short(least),
                  most: short(most),
                  unit: label('parameterUnit', unit),
                })}
              </Text>
            ),
          },
        ]}
      />
    </section>
  );
}
