import { ActionIcon, Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

type Rate = { from: string; rate: number }
type VatRatesProps = { rates: readonly Rate[]; onChange: (rates: Rate[]) => void; error?: string | undefined }

/** Rates of VAT, each from its day on. */
export function VatRates({ rates, onChange, error }: VatRatesProps) {
  const { t } = useTranslation('billing')
  const put = (at: number, value: Partial<Rate>) => onChange(rates.map((one, i) => (i === at ? { ...one, ...value } : one)))
  return (
    <Stack
      gap="xs"
      component="fieldset"
      p="md"
      m={0}
      miw={0}
      style={{ border: '1px solid var(--mantine-color-default-border)', borderRadius: 8 }}
    >
      <Text component="legend" size="sm" fw={600} px={4}>
        {t('issuer.vatRates')}
      </Text>
      <Text size="sm" c="dimmed">
        {t('issuer.vatRatesHint')}
      </Text>
      {rates.map((one, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name of its own, and its day is being typed
        <Group key={i} gap="xs" align="flex-end">
          <TextInput
            type="date"
            label={t('issuer.from')}
            value={one.from}
            onChange={(event) => put(i, { from: event.currentTarget.value })}
            flex="1 1 150px"
          />
          <NumberInput
            label={t('issuer.vatRate')}
            min={0}
            max={100}
            decimalScale={2}
            suffix=" %"
            value={one.rate}
            onChange={(value) => put(i, { rate: Number(value) })}
            flex="1 1 100px"
          />
          <ActionIcon
            variant="subtle"
            color="red"
            size={36}
            disabled={rates.length === 1}
            aria-label={t('issuer.dropRate', { day: one.from })}
            onClick={() => onChange(rates.filter((_, at) => at !== i))}
          >
            <IconTrash size={18} stroke={1.6} />
          </ActionIcon>
        </Group>
      ))}
      {error && (
        <Text size="sm" c="red">
          {error}
        </Text>
      )}
      <Group>
        <Button
          size="sm"
          variant="default"
          leftSection={<IconPlus size={16} stroke={1.6} />}
          onClick={() => onChange([...rates, { from: '', rate: rates.at(-1)?.rate ?? 20 }])}
        >
          {t('issuer.addRate')}
        </Button>
      </Group>
    </Stack>
  )
}
