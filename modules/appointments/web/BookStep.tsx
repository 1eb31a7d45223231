import { Button, Group, Paper, Radio, SimpleGrid, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PlainForm } from '#platform/web/form.tsx'

const order = ['what', 'how', 'when', 'check'] as const
type StepName = (typeof order)[number]
type StepProps = { name: StepName; now: StepName; answer?: string | undefined; onChange?: () => void; children: ReactNode }

/** One question: open while it is asked, a line with its answer afterwards, not there before. */
export function Step({ name, now, answer, onChange, children }: StepProps) {
  const { t } = useTranslation('appointments')
  const heading = useRef<HTMLHeadingElement>(null)
  const first = useRef(true)
  const open = name === now
  useEffect(() => {
    if (open && !first.current) heading.current?.focus()
    first.current = false
  }, [open])
  const number = order.indexOf(name) + 1
  if (!open && !answer) return null
  if (!open)
    return (
      <Paper withBorder px="lg" py="sm">
        <Group justify="space-between" wrap="nowrap" gap="sm">
          <Text>
            <Text span c="dimmed">
              {t(`step.${name}`)}:{' '}
            </Text>
            <Text span fw={600}>
              {answer}
            </Text>
          </Text>
          <Button variant="subtle" size="sm" flex="none" onClick={onChange}>
            {t('book.change')}
            <span className="salus-unseen">: {t(`step.${name}`)}</span>
          </Button>
        </Group>
      </Paper>
    )
  return (
    <Paper component="section" withBorder p="lg" aria-labelledby={`step-${name}`}>
      <Text size="sm" c="dimmed">
        {t('book.step', { number, of: order.length })}
      </Text>
      <Title order={2} size="h4" mb="md" id={`step-${name}`} ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
        {t(`book.${name}`)}
      </Title>
      {children}
    </Paper>
  )
}

type Choice = { value: string; label: string; hint: string; more?: string }
export function Choices({
  label,
  value,
  choices,
  onChoose,
}: {
  label: string
  value: string | undefined
  choices: Choice[]
  onChoose: (value: string) => void
}) {
  const { t } = useTranslation('appointments')
  const [chosen, setChosen] = useState(value ?? choices[0]?.value ?? '')
  return (
    <PlainForm onSend={() => chosen && onChoose(chosen)}>
      <Radio.Group value={chosen} onChange={setChosen} aria-label={label}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {choices.map((choice) => (
            <Radio.Card key={choice.value} value={choice.value} p="md" aria-label={choice.label}>
              <Group wrap="nowrap" align="flex-start" gap="sm">
                <Radio.Indicator mt={2} />
                <div>
                  <Text fw={600}>{choice.label}</Text>
                  <Text size="sm" c="dimmed">
                    {choice.hint}
                  </Text>
                  {choice.more && <Text size="sm">{choice.more}</Text>}
                </div>
              </Group>
            </Radio.Card>
          ))}
        </SimpleGrid>
      </Radio.Group>
      <Group justify="flex-end" mt="md">
        <Button type="submit" disabled={!chosen}>
          {t('book.next')}
        </Button>
      </Group>
    </PlainForm>
  )
}
