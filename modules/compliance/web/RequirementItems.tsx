import { Button, CloseButton, Fieldset, Group, Select, Stack, Text } from '@mantine/core'
import { IconCertificate, IconHeartbeat } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { ContractForm } from '#platform/web/form.tsx'
import { FitnessClass, type RequirementBody } from '../contract.ts'

export type Values = z.input<typeof RequirementBody>
export type Fields = { form: ContractForm<typeof RequirementBody> }

export function RequirementItems({ form, courses }: Fields & { courses: readonly { id: string; title: string }[] }) {
  const { t } = useTranslation('compliance')
  const { items } = form.values
  const set = (next: Values['items']) => form.setFieldValue('items', next as never)
  const replace = (index: number, item: Values['items'][number]) => set(items.map((old, i) => (i === index ? item : old)))
  const taken = new Set(items.flatMap((item) => (item.kind === 'certificate' ? [item.courseId] : [])))
  const free = courses.find(({ id }) => !taken.has(id))
  return (
    <Fieldset legend={t('editor.items')} miw={0}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('editor.itemsHint')}
        </Text>
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity until they are saved
          <Group key={index} wrap="nowrap" align="flex-end" gap="xs">
            {item.kind === 'certificate' ? (
              <Select
                label={t('editor.certificate')}
                data={courses
                  .filter(({ id }) => id === item.courseId || !taken.has(id))
                  .map(({ id, title }) => ({ value: id, label: title }))}
                value={item.courseId}
                onChange={(courseId) => courseId && replace(index, { kind: 'certificate', courseId })}
                allowDeselect={false}
                searchable
                flex={1}
                miw={0}
              />
            ) : (
              <Select
                label={t('editor.fitness')}
                data={FitnessClass.options.slice(0, 3).map((value) => ({ value, label: t(`class.${value}`) }))}
                value={item.notWorseThan}
                onChange={(value) => replace(index, { kind: 'fitness', notWorseThan: FitnessClass.parse(value) })}
                allowDeselect={false}
                flex={1}
                miw={0}
              />
            )}
            <CloseButton
              size="lg"
              aria-label={t('editor.remove', { what: t(item.kind === 'certificate' ? 'editor.certificate' : 'editor.fitness') })}
              onClick={() => set(items.filter((_, i) => i !== index))}
            />
          </Group>
        ))}
        {form.errors.items && (
          <Text size="sm" c="red" role="alert">
            {form.errors.items}
          </Text>
        )}
        {courses.length === 0 && <Text size="sm">{t('editor.noCourses')}</Text>}
        <Group gap="xs">
          <Button
            variant="default"
            size="sm"
            disabled={!free}
            leftSection={<IconCertificate size={18} stroke={1.6} aria-hidden />}
            onClick={() => free && set([...items, { kind: 'certificate', courseId: free.id }])}
          >
            {t('editor.addCertificate')}
          </Button>
          <Button
            variant="default"
            size="sm"
            disabled={items.some(({ kind }) => kind === 'fitness')}
            leftSection={<IconHeartbeat size={18} stroke={1.6} aria-hidden />}
            onClick={() => set([...items, { kind: 'fitness', notWorseThan: 'fit_with_adjustments' }])}
          >
            {t('editor.addFitness')}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  )
}
