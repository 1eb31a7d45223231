import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { type Icon, IconPlus } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import type { Endpoint } from '#platform/contract.ts'
import { Card } from '#platform/web/Card.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { FieldInput } from '#platform/web/FieldInput.tsx'
import { type ContractForm, Form, useContractForm } from '#platform/web/form.tsx'
import { RowActions } from '#platform/web/RowActions.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { Rows } from './Rows.tsx'

type Row = { id: string } & Record<string, unknown>
type Any = ContractForm<z.ZodType>
// The lists are alike: their endpoints are called with what their fields describe.
type Loose = Endpoint<z.ZodType<{ id: string }>, z.ZodType, z.ZodType<Record<string, unknown>>, z.ZodType<{ items: Row[] }>>
type Listed = { fields: z.ZodObject; list: Endpoint; add: Endpoint; change: Endpoint; remove: Endpoint }
type ListProps<R> = {
  of: Listed
  /** `title`, `add`, `empty`, `hint`, `fields.<name>` and `values.<name>.<value>` below it. */
  words: string
  icon: Icon
  /** What a row says: its first line is its name. */
  title: (row: R) => string
  line?: (row: R) => ReactNode
  /** More that may be done with a row. */
  more?: (row: R) => ReactNode
  /** Fields that are not drawn by their schema. */
  inputs?: Record<string, (form: Any) => ReactNode>
}

/** A list of one's own, as a card: add, edit, delete. */
export function OwnList<R extends { id: string }>({ of, words, icon, title, line, more, inputs = {} }: ListProps<R>) {
  const { t } = useTranslation()
  const own = (key: string) => (t as (key: string) => string)(`${words}.${key}`)
  const [edited, edit] = useState<Row | 'new' | null>(null)
  const { data } = useData(of.list as Loose, {} as never, { live: ['profiles'] })
  const remove = useAction(of.remove as Loose, { invalidates: [of.list], success: t('form.deleted') })
  const add = (
    <Button variant="default" size="sm" leftSection={<IconPlus size={16} stroke={1.6} />} onClick={() => edit('new')}>
      {own('add')}
    </Button>
  )
  const items = data.items as unknown as R[]
  return (
    <Card title={own('title')} icon={icon}>
      {items.length === 0 ? (
        <EmptyState icon={icon} title={own('empty')} hint={own('hint')} action={add} />
      ) : (
        <Stack>
          <Rows
            items={items}
            title={title}
            {...(line ? { line } : {})}
            actions={(row) => (
              <RowActions
                name={title(row)}
                onChange={() => edit(row as unknown as Row)}
                onDelete={() => remove.run({ params: { id: row.id } } as never)}
              >
                {more?.(row)}
              </RowActions>
            )}
          />
          <Group>{add}</Group>
        </Stack>
      )}
      <Modal opened={edited !== null} onClose={() => edit(null)} title={edited === 'new' ? own('add') : t('form.change')}>
        {edited !== null && (
          <EntryForm of={of} words={words} inputs={inputs} row={edited === 'new' ? null : edited} close={() => edit(null)} />
        )}
      </Modal>
    </Card>
  )
}

type EntryProps = Pick<ListProps<Row>, 'of' | 'words' | 'inputs'> & { row: Row | null; close: () => void }
function EntryForm({ of, words, inputs = {}, row, close }: EntryProps) {
  const { t } = useTranslation()
  const names = Object.keys(of.fields.shape)
  const first = (part: unknown) => (part instanceof z.ZodBoolean ? false : part instanceof z.ZodEnum ? part.options[0] : '')
  const initial = Object.fromEntries(names.map((name) => [name, row ? (row[name] ?? '') : first(of.fields.shape[name])]))
  const form = useContractForm(of.fields, initial)
  const save = useAction((row ? of.change : of.add) as Loose, { invalidates: [of.list], success: t('form.saved') })
  const input = (body: unknown) => ({ ...(row ? { params: { id: row.id } } : {}), body }) as never
  return (
    <Form form={form} action={save} input={input} onDone={close} onCancel={close}>
      {names.map((name) =>
        inputs[name] ? <div key={name}>{inputs[name](form as Any)}</div> : <FieldInput key={name} form={form} name={name} words={words} />,
      )}
      <Text size="sm" c="dimmed">
        {(t as (key: string) => string)(`${words}.hint`)}
      </Text>
    </Form>
  )
}
