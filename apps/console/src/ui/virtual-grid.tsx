import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';

export interface Column<Row> {
  id: string;
  label: string;
  /** A CSS grid track. */
  width: string;
  sortable?: boolean;
  cell: (row: Row) => ReactNode;
}
export interface Sorting {
  by: string;
  descending: boolean;
}

interface GridProps<Row> {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  selected: string | null;
  onSelect: (key: string) => void;
  /** Enter, or a click on the row that is selected already. */
  onOpen?: (row: Row) => void;
  sorting?: Sorting;
  onSort?: (sorting: Sorting) => void;
  height: string;
  rowHeight?: number;
}

const STEPS: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 10, PageUp: -10 };
const template = <Row,>(columns: readonly Column<Row>[]): string => columns.map((column) => column.width).join(' ');

function Head<Row>({ columns, sorting, onSort }: Pick<GridProps<Row>, 'columns' | 'sorting' | 'onSort'>) {
  return (
    <div role="rowgroup" className="head">
      <div role="row" aria-rowindex={1} style={{ gridTemplateColumns: template(columns), height: 36 }}>
        {columns.map((column) => {
          const sorted = sorting?.by === column.id;
          const direction = sorted ? (sorting.descending ? 'descending' : 'ascending') : undefined;
          const Arrow = direction === 'descending' ? IconArrowDown : IconArrowUp;
          return (
            <div key={column.id} role="columnheader" aria-sort={direction}>
              {column.sortable && onSort ? (
                <button
                  type="button"
                  className="sort"
                  onClick={() => onSort({ by: column.id, descending: sorted ? !sorting.descending : false })}
                >
                  {column.label}
                  {sorted && <Arrow aria-hidden size={14} />}
                </button>
              ) : (
                column.label
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

type Shown = Virtualizer<HTMLDivElement, Element>;

function Body<Row>(props: GridProps<Row> & { virtual: Shown; selectedIndex: number }) {
  const { rows, columns, keyOf, selected, onSelect, onOpen, virtual, selectedIndex } = props;
  // One row takes the Tab key: the selected one, else the first.
  const tabbed = Math.max(0, selectedIndex);
  return (
    <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
      {virtual.getVirtualItems().map((item) => {
        const row = rows[item.index];
        if (row === undefined) return null;
        const key = keyOf(row);
        return (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the grid around it takes the keys
          <div
            key={key}
            role="row"
            className="row"
            data-key={key}
            aria-rowindex={item.index + 2}
            aria-selected={key === selected}
            tabIndex={item.index === tabbed ? 0 : -1}
            onClick={() => (key === selected ? onOpen?.(row) : onSelect(key))}
            onDoubleClick={() => onOpen?.(row)}
            style={{
              position: 'absolute',
              insetInline: 0,
              height: item.size,
              transform: `translateY(${item.start}px)`,
              gridTemplateColumns: template(columns),
            }}
          >
            {columns.map((column) => (
              <div key={column.id} role="gridcell">
                {column.cell(row)}
              </div>
            ))}
          </div>
        );
      })}
    </div>
  );
}

function useRowKeys<Row>(props: GridProps<Row>, virtual: Shown, selectedIndex: number) {
  const { rows, keyOf, onSelect, onOpen, selected } = props;
  const body = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    if (!moved.current || selectedIndex < 0) return;
    moved.current = false;
    virtual.scrollToIndex(selectedIndex);
    requestAnimationFrame(() => body.current?.querySelector<HTMLElement>(`[data-key="${selected}"]`)?.focus());
  }, [selected, selectedIndex, virtual]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLButtonElement) return;
    const row = rows[selectedIndex];
    if (event.key === 'Enter' && row !== undefined && onOpen) {
      event.preventDefault();
      onOpen(row);
      return;
    }
    const step = event.key === 'Home' ? -rows.length : event.key === 'End' ? rows.length : STEPS[event.key];
    if (step === undefined || rows.length === 0) return;
    event.preventDefault();
    const target = rows[Math.min(rows.length - 1, Math.max(0, selectedIndex + step))];
    moved.current = true;
    if (target !== undefined) onSelect(keyOf(target));
  };
  return { body, onKeyDown };
}

/** Rows of a long list, only those in sight in the page; arrows, j and k move, Enter opens. */
export function VirtualGrid<Row>(props: GridProps<Row>) {
  const { rows, keyOf, rowHeight = 40 } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- no compiler memoizes here
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    scrollPaddingStart: 36,
    overscan: 12,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
  });
  const selectedIndex = props.selected === null ? -1 : rows.findIndex((row) => keyOf(row) === props.selected);
  const { body, onKeyDown } = useRowKeys(props, virtual, selectedIndex);
  return (
    <div ref={scroller} className="rows" style={{ height: props.height }}>
      <div
        ref={body}
        role="grid"
        tabIndex={-1}
        aria-label={props.label}
        aria-rowcount={rows.length + 1}
        onKeyDown={onKeyDown}
        style={{ minWidth: 'max-content' }}
      >
        <Head columns={props.columns} sorting={props.sorting} onSort={props.onSort} />
        <Body {...props} virtual={virtual} selectedIndex={selectedIndex} />
      </div>
    </div>
  );
}
