import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconAddressBook } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useData } from '#platform/web/data.ts'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { myContact } from '../contract.ts'
import { AskEmail } from './AskEmail.tsx'
import { ProvePhone } from './ProvePhone.tsx'

type Open = { what: 'email'; email: string | null } | { what: 'phone' } | null

/** My e-mail address and telephone number, and whether they are proven to be mine. */
export default function MyContact() {
  const { t } = useTranslation('contacts')
  const { data, refetch } = useData(myContact, {}, { live: ['directory'] })
  const [open, setOpen] = useState<Open>(null)
  const close = () => {
    setOpen(null)
    void refetch()
  }
  const { email, emailVerifiedAt, phone, phoneVerifiedAt, may } = data
  const button = (words: string, opens: Open) => (
    <Button size="compact-sm" variant="subtle" onClick={() => setOpen(opens)}>
      {words}
    </Button>
  )
  return (
    <Card title={t('mine.title')} icon={IconAddressBook}>
      <Stack component="dl" gap="md" m={0}>
        <Row label={t('mine.email')} value={email} isProven={emailVerifiedAt !== null}>
          {email && !emailVerifiedAt && button(t('mine.prove'), { what: 'email', email })}
          {button(email ? t('mine.change') : t('mine.add'), { what: 'email', email: null })}
        </Row>
        <Row label={t('mine.phone')} value={phone} isProven={phoneVerifiedAt !== null}>
          {may.verifyPhone && button(phone ? (phoneVerifiedAt ? t('mine.change') : t('mine.prove')) : t('mine.add'), { what: 'phone' })}
        </Row>
      </Stack>
      <Modal opened={open !== null} onClose={close} title={open?.what === 'phone' ? t('phone.title') : t('email.title')} centered>
        {open?.what === 'email' && <AskEmail known={open.email} onDone={close} />}
        {open?.what === 'phone' && <ProvePhone known={phoneVerifiedAt ? null : phone} onDone={close} />}
      </Modal>
    </Card>
  )
}

function Row({ label, value, isProven, children }: { label: string; value: string | null; isProven: boolean; children: ReactNode }) {
  const { t } = useTranslation('contacts')
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {label}
      </Text>
      <Group component="dd" m={0} gap="xs">
        <Text style={{ overflowWrap: 'anywhere' }}>{value ?? t('mine.none')}</Text>
        {value && <StatusBadge tone={isProven ? 'good' : 'wait'}>{isProven ? t('mine.proven') : t('mine.unproven')}</StatusBadge>}
        {children}
      </Group>
    </div>
  )
}
