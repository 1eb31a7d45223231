import { Button, Modal } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import type { Endpoint, Resource } from '../contract.ts'
import { DataTable } from './DataTable.tsx'
import { useAction, usePages } from './data.ts'
import { DayDate } from './dates.tsx'
import { FieldInput, plainSchema } from './FieldInput.tsx'
import { Form, useContractForm } from './form.tsx'
import { type Crumb, Page } from './Page.tsx'
import { RowActions } from './RowActions.tsx'
import { useCan } from './session.tsx'
import { EmptyState } from './states.tsx'

type Row = { id: string } & Record<string, unknown>
// A resource is known here by its shape only: its endpoints are called with what its fields describe.
type Loose = Endpoint<
  z.ZodType<Record<string, string>>,
  z.ZodType,
  z.ZodType<Record<string, unknown>>,
  z.ZodType<{ items: Row[]; next: string | null }>
>
type ResourceProps = {
  of: Resource
  params?: Record<string, string>
  /** `module:key`: `title`, `add`, `empty`, `emptyHint`, `fields.<name>` and `values.<name>.<value>` below it. */
  words: string
  /** The way here, and what the rows belong to. */
  crumbs?: readonly Crumb[]
  subtitle?: ReactNode
  /** What stands below the list: the way to what belongs to its rows. */
  children?: ReactNode
}

/** The page of a `resource()`: list, add, edit, delete. No options beyond these: a verb with behaviour gets a page of its own. */
export function ResourcePage({ of, params = {}, words, crumbs = [], subtitle, children }: ResourceProps) {
  const { t } = useTranslation()
  const own = (key: string) => (t as (key: string) => string)(`${words}.${key}`)
  const can = useCan()
  const writes = can(`${of.permission}:write`)
  const [edited, edit] = useState<Row | 'new' | null>(null)
  const { items, more, loadingMore } = usePages(of.list as unknown as Loose, { params } as never)
  const remove = useAction(of.remove as unknown as Loose, { invalidates: [of.list], success: t('form.deleted') })
  const add = writes && <Button onClick={() => edit('new')}>{own('add')}</Button>
  // The first five tell rows apart, where any row says something; the rest shows when one is opened.
  const [first = '', ...others] = Object.keys(of.fields.shape).slice(0, 5)
  const names = [first, ...others.filter((key) => items.some((row) => !isBlank(row[key])))]
  const columns = names.map((key) => ({ key, label: own(`fields.${key}`), cell: (row: Row) => show(row[key], key) }))
  const show = (value: unknown, key: string) => {
    if (isBlank(value)) return '–'
    if (typeof value === 'boolean') return value ? t('form.yes') : t('form.no')
    const schema = plainSchema(of.fields.shape[key])
    if (schema instanceof z.ZodISODate) return <DayDate day={String(value)} />
    if (schema instanceof z.ZodEnum) return own(`values.${key}.${value}`)
    return String(value)
  }
  const actions = (row: Row) => (
    <RowActions
      name={String(row[first])}
      onChange={() => edit(row)}
      onDelete={() => remove.run({ params: { ...params, id: row.id } } as never)}
    />
  )
  const empty = <EmptyState title={own('empty')} action={add} {...(writes ? { hint: own('emptyHint') } : {})} />
  return (
    <Page title={own('title')} actions={items.length > 0 && add} crumbs={crumbs} subtitle={subtitle}>
      <DataTable
        caption={own('title')}
        rows={items}
        rowKey={(row) => row.id}
        columns={columns}
        more={more}
        loadingMore={loadingMore}
        empty={empty}
        {...(writes ? { actions } : {})}
      />
      {children}
      <Modal
        opened={edited !== null}
        onClose={() => edit(null)}
        title={edited === null || edited === 'new' ? own('add') : t('form.changeOne', { name: String(edited[first]) })}
      >
        {edited !== null && (
          <ResourceForm of={of} params={params} words={words} row={edited === 'new' ? null : edited} close={() => edit(null)} />
        )}
      </Modal>
    </Page>
  )
}

const isBlank = (value: unknown) => value === null || value === undefined || value === ''

function ResourceForm({ of, params, words, row, close }: ResourceProps & { row: Row | null; close: () => void }) {
  const { t } = useTranslation()
  const fields = of.fields as z.ZodObject
  const blank = Object.fromEntries(Object.entries(fields.shape).map(([key, part]) => [key, part instanceof z.ZodBoolean ? false : '']))
  const form = useContractForm(fields, row ?? blank)
  const save = useAction((row ? of.change : of.create) as unknown as Loose, { invalidates: [of.list], success: t('form.saved') })
  const input = (body: unknown) => ({ params: { ...params, ...(row ? { id: row.id } : {}) }, body }) as never
  return (
    <Form form={form} action={save} input={input} onDone={close} onCancel={close}>
      {Object.keys(fields.shape).map((name) => (
        <FieldInput key={name} form={form} name={name} words={words} />
      ))}
    </Form>
  )
}
