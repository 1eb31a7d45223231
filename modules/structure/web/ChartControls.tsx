import { ActionIcon, Button, Group, SegmentedControl } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { IconZoomIn, IconZoomOut } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

type Controls = {
  drawn: boolean
  setView: (view: 'drawn' | 'listed') => void
  day: string | undefined
  setDay: (day: string | null) => void
  isClosed: boolean
  closeAll: () => void
  zoom: number
  zooms: number
  setZoom: (zoom: number) => void
}

/** How the chart is shown: drawn or listed, of which day, how large, opened or closed. */
export function ChartControls({ drawn, setView, day, setDay, isClosed, closeAll, zoom, zooms, setZoom }: Controls) {
  const { t } = useTranslation('structure')
  return (
    <Group gap="sm" align="flex-end">
      <SegmentedControl
        aria-label={t('chart.view')}
        value={drawn ? 'drawn' : 'listed'}
        onChange={(value) => setView(value as 'drawn')}
        data={(['drawn', 'listed'] as const).map((value) => ({ value, label: t(`chart.${value}`) }))}
      />
      <DateInput
        label={t('chart.asOf')}
        placeholder={t('chart.today')}
        value={day ?? null}
        onChange={setDay}
        clearable
        w={180}
        valueFormat="D MMM YYYY"
      />
      <Button variant="default" onClick={closeAll}>
        {isClosed ? t('chart.openAll') : t('chart.closeAll')}
      </Button>
      {drawn && (
        <Group gap={4}>
          <ActionIcon variant="default" size="lg" aria-label={t('chart.smaller')} disabled={zoom === 0} onClick={() => setZoom(zoom - 1)}>
            <IconZoomOut size={18} />
          </ActionIcon>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('chart.larger')}
            disabled={zoom === zooms - 1}
            onClick={() => setZoom(zoom + 1)}
          >
            <IconZoomIn size={18} />
          </ActionIcon>
        </Group>
      )}
    </Group>
  )
}
