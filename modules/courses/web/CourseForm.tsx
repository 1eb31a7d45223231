import { MultiSelect, NumberInput, Select, SimpleGrid, Switch, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { useData, useLookup } from '#platform/web/data.ts'
import type { ContractForm } from '#platform/web/form.tsx'
import { CourseFields, Difficulty, listCategories, listCourses } from '../contract.ts'

export const Details = CourseFields.omit({ orgId: true, deptId: true })
export type Details = z.input<typeof Details>
export const blank: Details = {
  code: '',
  title: '',
  description: '',
  category: null,
  difficultyLevel: 'beginner',
  durationHours: null,
  learningObjectives: [],
  prerequisites: [],
  validityMonths: null,
  selfEnrol: false,
}

/** The fields of a course, for a new one and for changing it. `known`: names of the prerequisites chosen so far. */
export function CourseFieldsOf({
  form,
  known = [],
  not,
}: {
  form: ContractForm<typeof Details>
  known?: { id: string; title: string }[]
  not?: string
}) {
  const { t } = useTranslation('courses')
  const { data: categories } = useData(listCategories, {})
  const number = (name: 'durationHours' | 'validityMonths') => {
    const { onChange, value, ...props } = form.getInputProps(name)
    return { ...props, value: value ?? '', onChange: (given: string | number) => onChange(given === '' ? null : Number(given)) }
  }
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label={t('form.title')} {...form.getInputProps('title')} />
        <TextInput
          label={t('form.code')}
          description={t('form.codeHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('code')}
        />
      </SimpleGrid>
      <Textarea
        label={t('form.description')}
        description={t('form.descriptionHint')}
        autosize
        minRows={3}
        {...form.getInputProps('description')}
        withAsterisk={false}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TagsInput
          label={t('form.category')}
          data={categories.items}
          maxTags={1}
          {...form.getInputProps('category')}
          value={form.values.category ? [form.values.category] : []}
          onChange={([category]) => form.setFieldValue('category', category ?? null)}
        />
        <Select
          label={t('form.difficulty')}
          data={Difficulty.options.map((value) => ({ value, label: t(`difficulty.${value}`) }))}
          allowDeselect={false}
          {...form.getInputProps('difficultyLevel')}
        />
        <NumberInput label={t('form.hours')} min={0} max={10_000} allowDecimal={false} {...number('durationHours')} />
        <NumberInput
          label={t('form.validity')}
          description={t('form.validityHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          min={1}
          max={600}
          allowDecimal={false}
          {...number('validityMonths')}
        />
      </SimpleGrid>
      <Textarea
        label={t('form.objectives')}
        description={t('form.objectivesHint')}
        autosize
        minRows={3}
        {...form.getInputProps('learningObjectives')}
        withAsterisk={false}
        value={form.values.learningObjectives.join('\n')}
        onChange={({ currentTarget }) => form.setFieldValue('learningObjectives', currentTarget.value.split('\n'))}
        onBlur={() => form.setFieldValue('learningObjectives', form.values.learningObjectives.map((line) => line.trim()).filter(Boolean))}
      />
      <CoursesSelect
        value={form.values.prerequisites}
        onChange={(ids) => form.setFieldValue('prerequisites', ids)}
        known={known}
        not={not}
        error={form.errors.prerequisites}
      />
      <Switch
        label={t('form.selfEnrol')}
        description={t('form.selfEnrolHint')}
        {...form.getInputProps('selfEnrol', { type: 'checkbox' })}
      />
    </>
  )
}

type Chosen = {
  value: string[]
  onChange: (ids: string[]) => void
  known: { id: string; title: string }[]
  not: string | undefined
  error: React.ReactNode
}
function CoursesSelect({ value, onChange, known, not, error }: Chosen) {
  const { t } = useTranslation('courses')
  const [words, setWords] = useState('')
  const [q] = useDebouncedValue(words.trim(), 250)
  const { data } = useLookup(listCourses, { query: { limit: 20, ...(q ? { q } : {}) } })
  const [seen, setSeen] = useState(known)
  const options = new Map(
    [...seen, ...(data?.items ?? [])].filter((course) => course.id !== not).map(({ id, title }) => [id, { value: id, label: title }]),
  )
  return (
    <MultiSelect
      label={t('form.prerequisites')}
      data={[...options.values()]}
      value={value}
      onChange={(ids) => {
        setSeen((old) => [...old, ...(data?.items ?? []).filter((course) => ids.includes(course.id))])
        onChange(ids)
      }}
      searchable
      searchValue={words}
      onSearchChange={setWords}
      filter={({ options: all }) => all}
      hidePickedOptions
      error={error}
    />
  )
}
