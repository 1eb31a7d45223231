import { Modal } from '@mantine/core'

export default function SearchDialog({ close }: { close: () => void }) {
  return <Modal opened onClose={close} />
}
