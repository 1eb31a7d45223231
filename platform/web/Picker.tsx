import { Select, type SelectProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { Endpoint, Input, Output } from '../contract.ts'
import { useLookup } from './data.ts'

type Option = { value: string; label: string }
type PickerProps<E extends Endpoint> = Omit<SelectProps, 'data' | 'value' | 'onChange' | 'onSearchChange' | 'filter'> & {
  /** The list that is searched, how to ask it for what was typed, and what each item is called. */
  of: E
  ask: (q: string) => Input<E>
  option: (item: Output<E> extends { items: readonly (infer Item)[] } ? Item : never) => Option
  value: string | null
  onChange: (value: string | null, option: Option | null) => void
  /** What is chosen at first, so that it has a name before anybody searches. */
  known?: Option | null | undefined
}

/** Chooses one of many by typing: people, courses. The list is asked from the second letter on. */
export function Picker<E extends Endpoint>({ of, ask, option, value, onChange, known, ...input }: PickerProps<E>) {
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text.trim(), 250)
  const [chosen, setChosen] = useState<Option | null>(known ?? null)
  const searches = q.length > 1 && q !== chosen?.label
  const { data } = useLookup(of, searches ? (ask(q) as never) : null)
  const found = searches ? ((data as { items: never[] } | undefined)?.items ?? []).map(option) : []
  const options = new Map([...(chosen && value === chosen.value ? [chosen] : []), ...found].map((one) => [one.value, one]))
  return (
    <Select
      searchable
      {...input}
      data={[...options.values()]}
      filter={({ options }) => options}
      value={value}
      onSearchChange={setText}
      onChange={(next, picked) => {
        const option = next === null ? null : { value: next, label: picked.label }
        setChosen(option)
        onChange(next, option)
      }}
    />
  )
}
