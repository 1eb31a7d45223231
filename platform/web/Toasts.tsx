import '@mantine/notifications/styles.layer.css'
import { Notifications } from '@mantine/notifications'

/** Where short messages appear; loaded with the first. */
export default function Toasts() {
  return <Notifications position="bottom-right" zIndex={1000} />
}
