import { Button, Group, Modal, Textarea } from '@mantine/core'
import { IconThumbUp } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmButton } from '#platform/web/ConfirmButton.tsx'
import { DataTable } from '#platform/web/DataTable.tsx'
import { useAction, useData } from '#platform/web/data.ts'
import { Form, useContractForm } from '#platform/web/form.tsx'
import { Page } from '#platform/web/Page.tsx'
import { StatusBadge } from '#platform/web/StatusBadge.tsx'
import { EmptyState } from '#platform/web/states.tsx'
import { type Endorsement, endorseSkill, myEndorsements, withdrawEndorsement } from '../contract.ts'

type Row = (typeof Endorsement)['_output']

/** Skills of colleagues that one was asked about, or endorsed. */
export default function EndorsementsPage() {
  const { t } = useTranslation('profiles')
  const { data } = useData(myEndorsements, {}, { live: ['profiles'] })
  const [about, setAbout] = useState<Row | null>(null)
  const withdraw = useAction(withdrawEndorsement, { invalidates: [myEndorsements] })
  return (
    <Page subtitle={t('endorsements.subtitle')}>
      <DataTable
        caption={t('pages.endorsements')}
        rows={data.items}
        rowKey={(row) => row.skillId}
        columns={[
          { key: 'person', label: t('endorsements.person'), cell: (row) => row.personName },
          { key: 'skill', label: t('endorsements.skill'), cell: (row) => <span className="salus-words">{row.skillName}</span> },
          {
            key: 'state',
            label: t('endorsements.state'),
            cell: (row) =>
              row.endorsedAt ? (
                <StatusBadge tone="good">{t('endorsements.given')}</StatusBadge>
              ) : (
                <StatusBadge tone="wait">{t('endorsements.open')}</StatusBadge>
              ),
          },
          { key: 'comment', label: t('endorsements.comment'), cell: (row) => <span className="salus-words">{row.comment ?? '–'}</span> },
        ]}
        actions={(row) => (
          <Group gap={4} justify="flex-end">
            <Button variant="subtle" size="compact-sm" onClick={() => setAbout(row)}>
              {row.endorsedAt ? t('endorsements.reword') : t('endorsements.give')}
            </Button>
            <ConfirmButton
              size="compact-sm"
              variant="subtle"
              question={row.endorsedAt ? t('endorsements.withdrawQuestion') : t('endorsements.declineQuestion')}
              onConfirm={() => withdraw.run({ params: { id: row.skillId } })}
            >
              {row.endorsedAt ? t('endorsements.withdraw') : t('endorsements.decline')}
            </ConfirmButton>
          </Group>
        )}
        empty={<EmptyState icon={IconThumbUp} title={t('endorsements.none')} hint={t('endorsements.noneHint')} />}
      />
      <Modal opened={about !== null} onClose={() => setAbout(null)} title={t('endorsements.title', { skill: about?.skillName ?? '' })}>
        {about && <Give skillId={about.skillId} comment={about.comment} close={() => setAbout(null)} />}
      </Modal>
    </Page>
  )
}

/** A few words, or none. */
export function Give({ skillId, comment, close }: { skillId: string; comment: string | null; close: () => void }) {
  const { t } = useTranslation('profiles')
  const form = useContractForm(endorseSkill.body, { comment })
  const give = useAction(endorseSkill, { success: t('endorsements.done') })
  return (
    <Form
      form={form}
      action={give}
      input={(body) => ({ params: { id: skillId }, body })}
      onDone={close}
      onCancel={close}
      submit={t('endorsements.give')}
      free
    >
      <Textarea
        label={t('endorsements.comment')}
        description={t('endorsements.commentHint')}
        autosize
        minRows={2}
        {...form.getInputProps('comment')}
      />
    </Form>
  )
}
