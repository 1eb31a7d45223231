import { Button, ColorInput, Modal, Select, SimpleGrid, Text, Textarea, TextInput } from '@mantine/core'
import { IconPalette, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useAction, usePages } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Page } from '#platform/web/Page.tsx'
import { RowActions } from '#platform/web/RowActions.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { templates } from '../contract.ts'

type Fields = z.infer<typeof templates.fields>
type Design = Fields & { id: string }
const blank: Fields = { name: '', description: '', orgId: null, status: 'draft', templateData: {} }
const tones = { draft: 'wait', active: 'good', archived: 'quiet' } as const

export default function DesignsPage() {
  const { t } = useTranslation('certificates')
  const { items, more, loadingMore } = usePages(templates.list, {})
  const [edited, setEdited] = useState<Design | 'new' | null>(null)
  const remove = useAction(templates.remove, { success: t('designs.deleted') })
  const add = (
    <Button leftSection={<IconPlus size={18} stroke={1.6} aria-hidden />} onClick={() => setEdited('new')}>
      {t('designs.add')}
    </Button>
  )
  return (
    <Page subtitle={t('designs.hint')} actions={items.length > 0 && add}>
      <DataTable
        caption={t('pages.designs')}
        rows={items as Design[]}
        rowKey={(row) => row.id}
        columns={[
          { key: 'name', label: t('designs.name'), cell: (row) => row.name },
          { key: 'heading', label: t('designs.heading'), cell: (row) => row.templateData.heading || t('designs.headingHint') },
          {
            key: 'status',
            label: t('designs.status'),
            cell: (row) => <StatusBadge tone={tones[row.status]}>{t(`designs.statuses.${row.status}`)}</StatusBadge>,
          },
        ]}
        actions={(row) => (
          <RowActions name={row.name} onChange={() => setEdited(row)} onDelete={() => remove.run({ params: { id: row.id } } as never)} />
        )}
        more={more}
        loadingMore={loadingMore}
        empty={<EmptyState icon={IconPalette} title={t('designs.empty')} hint={t('designs.emptyHint')} action={add} />}
      />
      <Modal
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={t(edited === 'new' ? 'designs.addTitle' : 'designs.changeTitle')}
        centered
        size="lg"
      >
        {edited && <DesignForm design={edited === 'new' ? null : edited} onDone={() => setEdited(null)} />}
      </Modal>
    </Page>
  )
}

function DesignForm({ design, onDone }: { design: Design | null; onDone: () => void }) {
  const { t } = useTranslation('certificates')
  const { id, ...fields }: Design = design ?? { id: '', ...blank }
  const form = useContractForm(templates.fields, fields)
  const create = useAction(templates.create, { success: t('designs.saved') })
  const change = useAction(templates.change, { success: t('designs.saved') })
  const statuses = ['draft', 'active', 'archived'] as const
  const input = ({ templateData, ...body }: Fields) => {
    const filled = Object.fromEntries(Object.entries(templateData).filter(([, value]) => value !== ''))
    return { params: { id }, body: { ...body, templateData: filled } } as never
  }
  return (
    <Form form={form} action={design ? change : (create as never)} input={input} onDone={onDone} onCancel={onDone} free>
      <TextInput label={t('designs.name')} data-autofocus {...form.getInputProps('name')} />
      <Textarea label={t('designs.description')} autosize {...form.getInputProps('description')} withAsterisk={false} />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label={t('designs.heading')} placeholder={t('designs.headingHint')} {...form.getInputProps('templateData.heading')} />
        <TextInput
          label={t('designs.statement')}
          placeholder={t('designs.statementHint')}
          {...form.getInputProps('templateData.statement')}
        />
        <TextInput label={t('designs.signatory')} {...form.getInputProps('templateData.signatory')} />
        <TextInput label={t('designs.signatoryRole')} {...form.getInputProps('templateData.signatoryRole')} />
        <ColorInput label={t('designs.colour')} description={t('designs.colourHint')} {...form.getInputProps('templateData.colour')} />
        <Select
          label={t('designs.status')}
          description=" "
          data={statuses.map((value) => ({ value, label: t(`designs.statuses.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('status')}
        />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {t('designs.hint')}
      </Text>
    </Form>
  )
}
