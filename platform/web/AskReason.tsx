import { Button, Group, TextInput } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { z } from 'zod'
import { PlainForm } from './form.tsx'

type AskReasonProps = {
  /** What the contract asks of a reason. */
  of: z.ZodType<string>
  words: { label: string; hint: string; show: string }
  /** What is looked at, once somebody has said why. */
  children: (reason: string) => ReactNode
  /** What stands around the question, and goes with it. */
  frame: (question: ReactNode) => ReactNode
}

/** Asks why, then shows: the reason is on record with the look. */
export function AskReason({ of, words, frame, children }: AskReasonProps) {
  const [reason, setReason] = useState('')
  const [given, setGiven] = useState<string | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  if (given) return children(given)
  const look = () => {
    const parsed = of.safeParse(reason)
    if (parsed.success) setGiven(parsed.data)
    else setFault(z.flattenError(parsed.error).formErrors[0] ?? null)
  }
  return frame(
    <PlainForm onSend={look}>
      <Group align="flex-end" gap="xs">
        <TextInput
          flex="1 1 16rem"
          label={words.label}
          description={words.hint}
          value={reason}
          error={fault}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" leftSection={<IconLock size={16} stroke={1.6} />}>
          {words.show}
        </Button>
      </Group>
    </PlainForm>,
  )
}
