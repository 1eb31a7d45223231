import { Autocomplete, Input, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import '@mantine/dates/styles.layer.css'
import { useTranslation } from 'react-i18next'
import { useData } from '#platform/web/data.ts'
import { useCalendar, useDates } from '#platform/web/dates.tsx'
import { requirementChoices } from '../contract.ts'
import { type Fields, RequirementItems, type Values } from './RequirementItems.tsx'

/** The fields of a requirement, for a new one and for a new version. */
export function RequirementFields({ form }: Fields) {
  const { t } = useTranslation('compliance')
  const calendar = useCalendar()
  const { locale } = useDates()
  const { data: choices } = useData(requirementChoices, {})
  const { appliesTo } = form.values
  const aim = (value: string) =>
    form.setValues({ appliesTo: value as Values['appliesTo'], ...(value === 'department' ? { jobTitle: null } : { departmentId: null }) })
  return (
    <>
      <TextInput label={t('editor.name')} description={t('editor.nameHint')} {...form.getInputProps('name')} />
      <Textarea
        label={t('editor.description')}
        description={t('editor.descriptionHint')}
        autosize
        minRows={2}
        {...form.getInputProps('description')}
      />
      <Input.Wrapper label={t('editor.appliesTo')} labelElement="div" labelProps={{ id: 'applies-to' }}>
        <SegmentedControl
          aria-labelledby="applies-to"
          display="flex"
          mt={6}
          value={appliesTo}
          onChange={aim}
          data={(['job_title', 'department'] as const).map((value) => ({ value, label: t(`editor.${value}`) }))}
        />
      </Input.Wrapper>
      {appliesTo === 'job_title' ? (
        <Autocomplete
          label={t('editor.jobTitle')}
          description={t('editor.jobTitleHint')}
          data={choices.jobTitles}
          limit={50}
          {...form.getInputProps('jobTitle')}
          value={form.values.jobTitle ?? ''}
          withAsterisk
        />
      ) : (
        <Select
          label={t('editor.chooseDepartment')}
          description={t('editor.departmentHint')}
          data={choices.departments.map(({ id, name }) => ({ value: id, label: name }))}
          searchable
          {...form.getInputProps('departmentId')}
          value={form.values.departmentId}
          withAsterisk
        />
      )}
      <RequirementItems form={form} courses={choices.courses} />
      <DatePickerInput
        {...calendar}
        label={t('editor.effectiveOn')}
        description={t('editor.effectiveHint')}
        valueFormat="D MMM YYYY"
        locale={locale}
        withAsterisk
        {...form.getInputProps('effectiveOn')}
      />
    </>
  )
}
