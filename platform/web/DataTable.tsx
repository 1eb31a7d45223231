import { Button, Center, Table, Text, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export type Column<Row> = {
  key: string
  label: string
  cell: (row: Row) => ReactNode
  /** The endpoint's sort key; the header becomes a button. */
  sort?: string
  /** Numbers stand at the right. */
  align?: 'right'
}

type DataTableProps<Row> = {
  /** What the table holds; read out, not shown. */
  caption: string
  rows: readonly Row[]
  rowKey: (row: Row) => string
  columns: readonly Column<Row>[]
  /** `name` or `-name`, and what to do when a header asks for another. */
  sort?: string
  onSort?: (sort: string) => void
  /** Buttons of one row. */
  actions?: (row: Row) => ReactNode
  /** From `usePages`. */
  more?: (() => void) | undefined
  loadingMore?: boolean
  /** Shown instead when there is no row. */
  empty?: ReactNode
}

/** A list: a table from 768 px, a card for each row below. */
export function DataTable<Row>({ caption, rows, rowKey, columns, sort, onSort, actions, more, loadingMore, empty }: DataTableProps<Row>) {
  const { t } = useTranslation()
  if (rows.length === 0) return empty ?? <Text c="dimmed">{t('list.none')}</Text>
  // The roles keep the table a table where CSS shows its rows as cards.
  return (
    <>
      <Table className="salus-list" role="table" aria-label={caption} verticalSpacing="sm" highlightOnHover>
        <Table.Thead role="rowgroup">
          <Table.Tr role="row">
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
            {actions && (
              <Table.Th role="columnheader">
                <span className="salus-unseen">{t('list.actions')}</span>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody role="rowgroup">
          {rows.map((row) => (
            <Table.Tr key={rowKey(row)} role="row">
              {columns.map((column) => (
                <Table.Td key={column.key} role="cell" data-label={column.label} ta={column.align}>
                  {breakable(column.cell(row))}
                </Table.Td>
              ))}
              {actions && (
                <Table.Td role="cell" className="salus-list-actions">
                  {actions(row)}
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {more && (
        <Center mt="md">
          <Button variant="default" onClick={more} loading={loadingMore ?? false}>
            {t('list.more')}
          </Button>
        </Center>
      )}
    </>
  )
}

const breakable = (content: ReactNode) => (typeof content === 'string' ? <span className="salus-words">{content}</span> : content)

type HeaderProps<Row> = { column: Column<Row>; sort: string | undefined; onSort: ((sort: string) => void) | undefined }
function HeaderCell<Row>({ column, sort, onSort }: HeaderProps<Row>) {
  const key = column.sort
  if (!key || !onSort)
    return (
      <Table.Th role="columnheader" ta={column.align}>
        {column.label}
      </Table.Th>
    )
  const direction = sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : 'none'
  const Arrow = direction === 'ascending' ? IconArrowUp : direction === 'descending' ? IconArrowDown : IconArrowsSort
  return (
    <Table.Th role="columnheader" aria-sort={direction} ta={column.align}>
      <UnstyledButton className="salus-sort" onClick={() => onSort(direction === 'ascending' ? `-${key}` : key)}>
        {column.label}
        <Arrow size={14} stroke={1.8} aria-hidden />
      </UnstyledButton>
    </Table.Th>
  )
}
