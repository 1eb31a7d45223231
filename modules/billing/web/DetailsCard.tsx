import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAddressBook } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Card } from '#platform/web/Card.tsx'
import { useAction } from '#platform/web/data.ts'
import { type Overview, saveDetails } from '../contract.ts'
import { DetailsForm } from './DetailsForm.tsx'

/** To whom invoices are addressed. */
export function DetailsCard({ details, isFixed, mayWrite }: { details: Overview['details']; isFixed: boolean; mayWrite: boolean }) {
  const { t } = useTranslation('billing')
  const [opened, { open, close }] = useDisclosure()
  const save = useAction(saveDetails, { success: t('details.saved') })
  return (
    <Card title={t('details.title')} icon={IconAddressBook}>
      <Stack gap="sm">
        {details ? (
          <div style={{ overflowWrap: 'anywhere' }}>
            <Text fw={600}>{details.billingName}</Text>
            <Text style={{ whiteSpace: 'pre-line' }}>{details.billingAddress}</Text>
            <Text>{details.billingEmail}</Text>
            {details.taxId && <Text>{t('details.vatNumber', { number: details.taxId })}</Text>}
            {details.taxTreatment !== 'standard' && <Text>{t(`tax.is.${details.taxTreatment}`)}</Text>}
          </div>
        ) : (
          <Text c="dimmed">{t('details.none')}</Text>
        )}
        {mayWrite && (
          <Group>
            <Button variant={details ? 'default' : 'filled'} onClick={open}>
              {details ? t('details.change') : t('details.add')}
            </Button>
          </Group>
        )}
      </Stack>
      <Modal opened={opened} onClose={close} title={t('details.title')}>
        <DetailsForm details={details} isFixed={isFixed} action={save} input={(body) => ({ body })} done={close} />
      </Modal>
    </Card>
  )
}
