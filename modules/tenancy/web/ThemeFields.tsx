import { Button, ColorInput, NumberInput, Select, SimpleGrid } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { contrast, scaleOf } from '#platform/web/colors.ts'
import type { ContractForm } from '#platform/web/form.tsx'
import { leastContrast, type TenantTheme } from '../contract.ts'

type Form = { form: ContractForm<typeof TenantTheme> }

export function ThemeFields({ form }: Form) {
  const { t } = useTranslation('tenancy')
  const choice = (path: string, label: string, data: { value: string; label: string }[]) => (
    <Select label={label} data={data} allowDeselect={false} {...form.getInputProps(path as never)} />
  )
  return (
    <>
      <Colour form={form} of="primary" />
      <Colour form={form} of="accent" />
      {choice(
        'colors.scheme',
        t('theme.scheme'),
        (['auto', 'light', 'dark'] as const).map((value) => ({ value, label: t(`theme.schemes.${value}`) })),
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        {choice(
          'typography.font',
          t('theme.font'),
          (['system', 'humanist', 'geometric', 'serif'] as const).map((value) => ({ value, label: t(`theme.fonts.${value}`) })),
        )}
        <NumberInput label={t('theme.size')} min={14} max={20} {...form.getInputProps('typography.size')} />
        {choice(
          'layout.density',
          t('theme.density'),
          (['comfortable', 'compact'] as const).map((value) => ({ value, label: t(`theme.densities.${value}`) })),
        )}
        {choice(
          'layout.navigation',
          t('theme.navigation'),
          (['left', 'right'] as const).map((value) => ({ value, label: t(`theme.sides.${value}`) })),
        )}
        {choice(
          'components.buttons',
          t('theme.buttons'),
          (['rounded', 'pill'] as const).map((value) => ({ value, label: t(`theme.shapes.${value}`) })),
        )}
        {choice(
          'components.surfaces',
          t('theme.surfaces'),
          (['bordered', 'raised'] as const).map((value) => ({ value, label: t(`theme.looks.${value}`) })),
        )}
        <NumberInput label={t('theme.radius')} min={0} max={16} {...form.getInputProps('layout.radius')} />
      </SimpleGrid>
    </>
  )
}

/** A colour, how well white words can be read on it, and the nearest one where they can. */
function Colour({ form, of }: Form & { of: 'primary' | 'accent' }) {
  const { t } = useTranslation('tenancy')
  const path = `colors.${of}` as never
  const colour = String((form.values as TenantTheme).colors[of])
  const isWhole = /^#[0-9a-f]{6}$/i.test(colour)
  const ratio = isWhole ? contrast(colour, '#ffffff') : 0
  const pale = isWhole && ratio < leastContrast
  const nearest = pale ? scaleOf(colour)[6] : undefined
  const { error: _, ...props } = form.getInputProps(path) as { error?: unknown; value?: string; onChange: (value: string) => void }
  return (
    <div>
      <ColorInput
        label={t(`theme.${of}`)}
        format="hex"
        withEyeDropper={false}
        {...props}
        onChange={(value) => props.onChange(value.toLowerCase())}
        // Above the field: the palette opens below it.
        inputWrapperOrder={['label', 'error', 'input', 'description']}
        error={
          (pale || !isWhole) && (
            <>
              {t('theme.tooPale')}{' '}
              {nearest && (
                <Button size="compact-sm" variant="default" mt={4} onClick={() => props.onChange(nearest)}>
                  {t('theme.darker', { colour: nearest })}
                </Button>
              )}
            </>
          )
        }
        description={isWhole && t('theme.contrast', { ratio: (Math.floor(ratio * 10) / 10).toFixed(1) })}
      />
    </div>
  )
}
