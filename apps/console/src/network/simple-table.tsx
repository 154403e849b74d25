import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

interface SimpleTableProps<Row> {
  label: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  columns: { name: string; cell: (row: Row) => ReactNode; wraps?: boolean }[];
}

export function SimpleTable<Row>({ label, rows, keyOf, columns }: SimpleTableProps<Row>) {
  return (
    <Table.ScrollContainer minWidth={760} type="native">
      <Table aria-label={label} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column.name}>{column.name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={keyOf(row)}>
              {columns.map((column) => (
                <Table.Td key={column.name} style={column.wraps ? undefined : { whiteSpace: 'nowrap' }}>
                  {column.cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
