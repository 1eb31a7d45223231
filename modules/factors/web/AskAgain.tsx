import type { SlotProps } from '#platform/web/slots.tsx'
import { StepUp } from './StepUp.tsx'

/** The question for the second factor, for pages of other modules that need it fresh. */
export default function AskAgain({ opened, onClose }: SlotProps<'stepUp'>) {
  return <StepUp opened={opened} onClose={onClose} />
}
