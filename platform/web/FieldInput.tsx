import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { type ContractForm, fieldOf } from './form.tsx'

/**
 * One field of a contract's form, as its schema says: text, long text, e-mail, number, day, choice or switch. Its words are
 * `<words>.fields.<name>` and, for a choice, `<words>.values.<name>.<value>`; `words` is `module:key`.
 */
export function FieldInput({ form, name, words }: { form: ContractForm<z.ZodType>; name: string; words: string }) {
  const t = useTranslation().t as (key: string) => string
  const schema = plainSchema(fieldOf(form.schema, name))
  const label = t(`${words}.fields.${name}`)
  const path = name as never
  if (schema instanceof z.ZodBoolean) return <Switch label={label} {...form.getInputProps(path, { type: 'checkbox' })} />
  const props = { label, ...form.getInputProps(path) }
  if (schema instanceof z.ZodEnum) {
    const data = schema.options.map((value) => ({ value: String(value), label: t(`${words}.values.${name}.${value}`) }))
    return <Select data={data} allowDeselect={false} {...props} />
  }
  if (schema instanceof z.ZodNumber) return <NumberInput {...props} />
  if (schema instanceof z.ZodISODate) return <TextInput type="date" {...props} />
  if (schema instanceof z.ZodEmail) return <TextInput type="email" {...props} />
  if (schema instanceof z.ZodString && (schema.maxLength ?? 0) > 200) return <Textarea autosize minRows={3} {...props} />
  return <TextInput {...props} />
}

/** The schema without null, default and optional. */
export function plainSchema(schema: z.ZodType | undefined): z.ZodType | undefined {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return plainSchema(schema.unwrap() as z.ZodType)
  return schema
}
